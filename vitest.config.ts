import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

/** A test has no deadline to meet: this only ends one that hangs, also on a machine that is busy with other work. */
const HANGING_AFTER_MS = 120_000;

/** Exactly the package's name: the wrapper itself reaches the library by its file. */
const alias = [
  {
    find: /^fast-check$/,
    replacement: fileURLToPath(new URL("tools/testing/seeded-fast-check.ts", import.meta.url)),
  },
];

const packages = readdirSync("packages")
  .filter((folder) => existsSync(`packages/${folder}/package.json`))
  .map((folder) => {
    const { name } = JSON.parse(readFileSync(`packages/${folder}/package.json`, "utf8")) as { readonly name: string };
    const root = `packages/${folder}`;
    return { resolve: { alias }, test: { name, root, testTimeout: HANGING_AFTER_MS, hookTimeout: HANGING_AFTER_MS } };
  });

export default defineConfig({
  test: { projects: [...packages, "e2e", "tools"] },
});
