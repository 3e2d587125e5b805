import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { expectationCatalogue } from "./catalogue.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

test("the catalogue is the files beside it", () => {
  const files = readdirSync(folder).filter((name) => !name.includes(".test.") && name !== "catalogue.ts");
  const names = expectationCatalogue.map(({ name }) => `${name.replaceAll("_", "-")}.ts`);
  expect(names.toSorted()).toEqual(files.toSorted());
  expect(new Set(names).size).toBe(names.length);
});

test.each(expectationCatalogue)("$name says what it expects, in a sentence", ({ summary, example }) => {
  expect(summary).toMatch(/\.$/);
  expect(example).not.toBe("");
});
