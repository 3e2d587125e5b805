import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Methods of Date that read or write the machine's own zone, and formatters that take its zone or language. */
const localMethod =
  /\.(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)\(|\.toLocale(?:Date|Time)?String\(|\.to(?:Date|Time)String\(/;
/** Months, and whatever else, as numbers without UTC: local time. A string without a zone is local too, and cannot be seen here. */
const localConstructor = /new Date\(\s*[^()"'`,]+,\s*[^)]+\)/;

/** Where a source reads local time: `path:line`. The suite runs under three zones, but only this finds every place. */
export function localDateUses(path: string, source: string): string[] {
  return source
    .split("\n")
    .flatMap((line, index) =>
      localMethod.test(line) || localConstructor.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [],
    );
}

export function findLocalDates(): string[] {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const paths = globSync("{packages/*/src,tools,e2e}/**/*.ts", { cwd: root });
  return paths
    .filter((path) => !path.endsWith(".test.ts"))
    .flatMap((path) => localDateUses(path.replaceAll("\\", "/"), readFileSync(join(root, path), "utf8")));
}
