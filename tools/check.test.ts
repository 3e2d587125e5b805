import { expect, test } from "vitest";

import { isFresh } from "./generated-file.ts";
import { cliDocument } from "./generate-cli-doc.ts";
import { commandCatalogue } from "./generate-command-catalogue.ts";
import { errorsDocument } from "./generate-errors-doc.ts";
import { importsOf, layerProblems, type PackageFacts, readPackages } from "./layers.ts";
import { findLocalDates, localDateUses } from "./local-dates.ts";

test.each([commandCatalogue, errorsDocument, cliDocument])("$path is what its script writes", async (file) => {
  expect(await isFresh(file)).toBe(true);
});

test("the workspace keeps the layer rule and reads no local time", () => {
  expect(layerProblems(readPackages())).toEqual([]);
  expect(findLocalDates()).toEqual([]);
});

const packageWith = (name: string, path: string, specifier: string, dependencies: string[] = []): PackageFacts => ({
  name,
  dependencies,
  files: [{ path, isTest: false, imports: [specifier] }],
});

test.each([
  ["a higher layer", packageWith("store", "packages/store/src/a.ts", "@mlops/models", ["models"])],
  ["its own layer", packageWith("http", "packages/http/src/a.ts", "@mlops/config", ["config"])],
  ["an undeclared package", packageWith("models", "packages/models/src/a.ts", "@mlops/table")],
  ["Node in a pure package", packageWith("core", "packages/core/src/a.ts", "node:fs")],
  [
    "a driver outside the composition root",
    packageWith("cli", "packages/cli/src/commands/a.ts", "@mlops/store/drivers/sqlite", ["store"]),
  ],
  ["a package of no layer", packageWith("new", "packages/new/src/a.ts", "@mlops/core", ["core"])],
])("%s is refused", (_what, facts) => {
  expect(layerProblems([facts])).toHaveLength(1);
});

test("the composition root may open drivers", () => {
  expect(
    layerProblems([packageWith("cli", "packages/cli/src/compose.ts", "@mlops/store/drivers/sqlite", ["store"])]),
  ).toEqual([]);
});

test("imports of every form are seen", () => {
  const source = `import a from "a";\nimport type { B } from "b";\nimport "c";\nexport * from "d";\nconst e = await import("e");\nimport {\n  f,\n} from "f";\n`;
  expect(importsOf(source).toSorted()).toEqual(["a", "b", "c", "d", "e", "f"]);
});

test("local time is found, UTC is not", () => {
  const lines = [
    "date.getHours()",
    "date.setDate(1)",
    "new Date(2013, 9, 5)",
    "date.toLocaleDateString()",
    "date.toDateString()",
  ];
  expect(localDateUses("a.ts", lines.join("\n"))).toHaveLength(lines.length);
  expect(
    localDateUses("a.ts", "date.getUTCHours(); new Date(Date.UTC(2013, 9, 5)); date.toISOString(); date.getTime()"),
  ).toEqual([]);
});
