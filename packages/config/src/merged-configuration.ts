import { MlopsError, redactValue } from "@mlops/core";

import type { Configuration, Origin, OriginSource } from "./configuration.ts";
import { canonicalPath } from "./layers/canonical-path.ts";
import { type Entry, flatten, isMap } from "./layers/entry.ts";
import { configSchema } from "./schema/config-schema.ts";
import { allPaths, isKnownPath } from "./schema/schema-keys.ts";
import { valueAt } from "./schema/schema-problems.ts";
import { nearestWord } from "./schema/suggest-key.ts";
import { startsWith } from "./yaml/key-path.ts";

const strongestFirst: readonly OriginSource[] = [
  "flag",
  "environment",
  "dotenv",
  "recipe",
  "overlay",
  "base",
  "default",
];

type Parts = Pick<
  Configuration,
  "configFiles" | "dotenvFiles" | "env" | "home" | "insideProject" | "notices" | "projectRoot" | "value" | "variables"
> & { readonly entries: readonly Entry[] };

export function mergedConfiguration({ entries, ...parts }: Parts): Configuration {
  deepFreeze(parts.value);
  const paths = flatten(parts.value)
    .filter(([, value]) => value !== undefined && !(isMap(value) && Object.keys(value).length === 0))
    .map(([path]) => path);
  const keys = Object.freeze(paths.map((path) => path.join(".")).toSorted());
  const pathOf = (keyPath: string): readonly string[] => {
    const path = canonicalPath(keyPath.split("."));
    if (isKnownPath(configSchema, path)) return path;
    throw unknownKey(keyPath, keys);
  };
  return {
    ...parts,
    keys: () => keys,
    get: (keyPath) => valueAt(parts.value, pathOf(keyPath)),
    origin: (keyPath) => originOf(pathOf(keyPath), entries),
    redacted: () => redactValue(parts.value) as Readonly<Record<string, unknown>>,
  };
}

function originOf(path: readonly string[], entries: readonly Entry[]): Origin {
  const related = entries.filter((entry) => startsWith(entry.path, path) || startsWith(path, entry.path));
  const [strongest] = related.toSorted((a, b) => strongestFirst.indexOf(a.source) - strongestFirst.indexOf(b.source));
  return strongest ? { source: strongest.source, where: strongest.where } : { source: "default", where: "schema" };
}

function unknownKey(keyPath: string, keys: readonly string[]): MlopsError {
  const known = [...new Set([...keys, ...allPaths(configSchema).map((path) => path.join("."))])];
  const near = nearestWord(keyPath, known) ?? known.find((key) => key.endsWith(`.${keyPath}`));
  return new MlopsError("CONFIG_KEY_UNKNOWN", `There is no configuration key "${keyPath}".`, {
    ...(near === undefined ? {} : { hint: `Did you mean ${near}?` }),
    details: { key: keyPath },
  });
}

function deepFreeze(value: unknown): void {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
}
