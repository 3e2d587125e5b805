import { globSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import operators from "./catalogue.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const files = globSync("*.ts", { cwd: folder })
  .filter((file) => !/catalogue|\.test\./.test(file))
  .toSorted();
const variable = (file: string): string =>
  `${path.basename(file, ".ts").replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Operator`;

describe("the catalogue of operators", () => {
  /** `vitest run -u` writes it anew. */
  it("is what the folder holds", async () => {
    const imports = files.map((file) => `import ${variable(file)} from "./${file}";`);
    const entries = files.map((file) => `  ${variable(file)},`);
    const text = `import type { Operator } from "../operator/operator.ts";
${imports.join("\n")}

/** Generated from the files beside it by its test; do not edit. */
const operators: readonly Operator[] = [
${entries.join("\n")}
];

export default operators;
`;
    await expect(text).toMatchFileSnapshot("./catalogue.ts");
  });

  it("names each operator after its file, once", () => {
    const kebab = operators.map(({ name }) => name.replaceAll(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase());
    expect(kebab.map((name) => `${name}.ts`).toSorted()).toEqual(files);
  });
});
