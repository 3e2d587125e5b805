import { kernelModule } from "./kernel-module.ts";
import type { TreeKernels } from "./tree-kernels.ts";
import { type SharedMemory, webAssembly } from "./web-assembly.ts";

let compiled: object | undefined;

/** The kernels on a shared memory; undefined where WebAssembly with vectors and threads is not to be had. */
export function wasmKernels(memory: SharedMemory): TreeKernels | undefined {
  if (compiled === undefined) {
    const bytes = Buffer.from(kernelModule, "base64");
    if (!webAssembly.validate(bytes)) return undefined;
    compiled = new webAssembly.Module(bytes);
  }
  return new webAssembly.Instance(compiled, { memory: { shared: memory } }).exports as TreeKernels;
}
