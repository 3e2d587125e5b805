import openWabt from "wabt";

import { binColumnWat } from "./bin-column-wat.ts";
import { cutRowsWat } from "./cut-rows-wat.ts";
import { histogramColumnWat, histogramWat } from "./histogram-wat.ts";
import { logisticWat } from "./logistic-wat.ts";
import { rowsWat } from "./rows-wat.ts";
import { splitWat } from "./split-wat.ts";

/** The text of the module, for readers and for the assembler. Addresses are bytes of a shared memory of the caller's. */
export const kernelsWat = `(module
  (import "memory" "shared" (memory 1 65536 shared))
${[
  histogramWat("histogramRows", 1, false),
  histogramWat("histogramRowsOfTwo", 2, false),
  histogramWat("histogramAll", 1, true),
  histogramWat("histogramAllOfTwo", 2, true),
  histogramColumnWat,
  rowsWat,
  binColumnWat,
  logisticWat,
  splitWat,
  cutRowsWat("cutFewRows", true),
  cutRowsWat("cutManyRows", false),
].join("\n")}
)`;

const features = { simd: true, threads: true, bulk_memory: true };

export async function assembleKernels(): Promise<Uint8Array> {
  const wabt = await openWabt();
  const module = wabt.parseWat("tree-kernels.wat", kernelsWat, features);
  try {
    module.resolveNames();
    // Its declaration leaves out the argument.
    (module as unknown as { validate(features: object): void }).validate(features);
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
