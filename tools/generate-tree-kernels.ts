import { generatedFile, runGenerator } from "./generated-file.ts";
import { assembleKernels } from "./tree-kernels/assemble.ts";

const LINE = 110;

/** The assembled kernels of the tree core, so that installing needs no assembler. */
export const kernelModule = generatedFile("packages/models/src/trees/kernels/kernel-module.ts", async () => {
  const text = Buffer.from(await assembleKernels()).toString("base64");
  const lines = text.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return `/** Assembled from tools/tree-kernels by \`node tools/generate-tree-kernels.ts\`; base64. */
export const kernelModule: string = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("");
`;
});

await runGenerator(import.meta.url, kernelModule);
