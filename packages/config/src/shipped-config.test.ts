import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { shippedConfigFolder } from "./project/shipped-folder.ts";

const repository = join(import.meta.dirname, "..", "..", "..", "config");

test("the package ships the repository's config files", () => {
  const names = readdirSync(repository).toSorted();
  expect(readdirSync(shippedConfigFolder).toSorted()).toEqual(names);
  for (const name of names) {
    expect(readFileSync(join(shippedConfigFolder, name), "utf8")).toBe(readFileSync(join(repository, name), "utf8"));
  }
});
