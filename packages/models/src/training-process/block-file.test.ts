import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readBlockFile, writeBlockFile } from "./block-file.ts";
import { openNamelessFile } from "./nameless-file.ts";

async function through(value: object): Promise<unknown> {
  await using file = await openNamelessFile();
  await writeBlockFile(file.fd, value);
  return await readBlockFile(file.fd);
}

describe("block files", () => {
  it("give back any plain data with typed arrays, views and odd lengths too", async () => {
    const array = fc.oneof(
      fc.float64Array(),
      fc.int32Array(),
      fc.uint8Array(),
      fc.float32Array().map((values) => values.subarray(1)),
    );
    const leaf = fc.oneof(array, fc.string({ unit: "binary" }), fc.double(), fc.boolean(), fc.constant(null));
    const data = fc.dictionary(fc.string(), fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.string(), leaf)), {
      noNullPrototype: true,
    });
    await fc.assert(
      fc.asyncProperty(data, async (value) => {
        expect(await through(value)).toEqual(value);
      }),
      { numRuns: 100 },
    );
  });

  it("refuses a file that is none, or ends early", async () => {
    await using empty = await openNamelessFile();
    await expect(readBlockFile(empty.fd)).rejects.toMatchObject({ code: "ESTIMATOR_PROCESS_FAILED" });
  });
});
