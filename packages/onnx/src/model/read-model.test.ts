import { readFileSync } from "node:fs";

import { isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { protobufWriter } from "../protobuf/protobuf-writer.ts";
import { arbitraryModel } from "../testing/arbitrary-model.ts";
import { readModel } from "./read-model.ts";
import { readModelSummary } from "./read-model-summary.ts";
import { writeModel } from "./write-model.ts";

const golden = (name: string): Buffer =>
  readFileSync(new URL(`../../../../fixtures/golden/onnx/${name}`, import.meta.url));

function outcomeOf(bytes: Uint8Array): string {
  try {
    readModel(bytes);
    return "read";
  } catch (error) {
    return isMlopsError(error) ? error.code : String(error);
  }
}

const readable = ["read", "ONNX_MALFORMED", "ONNX_UNSUPPORTED"];

/** A model of one graph, whose fields `write` writes. */
function modelBytes(write: Parameters<ReturnType<typeof protobufWriter>["message"]>[1], irVersion = 9): Uint8Array {
  const writer = protobufWriter();
  writer.integer(1, irVersion);
  writer.message(7, write);
  writer.message(8, (opset) => opset.integer(2, 17));
  return writer.finish();
}

describe("readModel", () => {
  it("gives back any model that was written, bodies included, and the same bytes", () => {
    fc.assert(
      fc.property(arbitraryModel, (model) => {
        const bytes = writeModel(model);
        const read = readModel(bytes);
        expect(read).toEqual(model);
        expect(writeModel(read)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it("reads every element type from the typed fields and from raw bytes of Python's onnx", () => {
    const { graph } = readModel(golden("typed-fields.onnx"));
    const expected = JSON.parse(golden("typed-fields.json").toString()) as Record<string, string[]>;
    const found = new Map(graph.initializers.map(({ name, tensor }) => [name, tensor]));
    for (const [type, elements] of Object.entries(expected)) {
      for (const form of ["typed", "raw"]) {
        const tensor = found.get(`${type}_${form}`);
        expect([tensor?.type, tensor?.dimensions], type).toEqual([type, [3, 1]]);
        const exact = (text: string): number | bigint => (type.endsWith("int64") ? BigInt(text) : Number(text));
        const shown = Array.from<number | bigint | string>(tensor?.data ?? []);
        expect(shown, `${type} ${form}`).toEqual(
          elements.map(type === "float" ? (text) => Math.fround(Number(text)) : exact),
        );
      }
    }
    expect(found.get("string_typed")).toEqual({ type: "string", dimensions: [2], data: ["", "서울"] });
    expect(graph.inputs).toEqual([{ name: "x", type: "double", shape: ["rows", "?", 3] }]);
  });

  it("agrees with readModelSummary", () => {
    for (const name of ["typed-fields.onnx", "control-flow.onnx", "ridge.onnx"]) {
      const [model, summary] = [readModel(golden(name)), readModelSummary(golden(name))];
      expect(summary).toMatchObject({ irVersion: model.irVersion, opsets: model.opsets, metadata: model.metadata });
      expect(summary.inputs).toEqual(model.graph.inputs);
      expect(summary.outputs).toEqual(model.graph.outputs);
    }
  });

  it("writes the ridge's bytes anew", () => {
    expect(Buffer.from(writeModel(readModel(golden("ridge.onnx"))))).toEqual(golden("ridge.onnx"));
  });

  it("tells attributes of the first version of the format by the field they stand in", () => {
    const bytes = modelBytes((graph) => {
      graph.message(1, (node) => {
        node.text(4, "Thing");
        node.message(5, (attribute) => {
          attribute.text(1, "axes");
          attribute.packedIntegers(8, [0, -1]);
        });
        node.message(5, (attribute) => {
          attribute.text(1, "alpha");
          attribute.float(2, 0.5);
        });
      });
    });
    expect(readModel(bytes).graph.nodes[0]?.attributes).toEqual({ axes: { ints: [0, -1] }, alpha: { float: 0.5 } });
  });

  it("refuses every truncation", () => {
    const bytes = golden("control-flow.onnx");
    for (let length = 0; length < bytes.length; length++) {
      expect(outcomeOf(bytes.subarray(0, length)), `the first ${length} bytes`).not.toMatch(/^(?!ONNX_)/);
    }
  });

  it.each(["typed-fields.onnx", "control-flow.onnx", "ridge.onnx"])("survives flipped bytes in %s", (name) => {
    const bytes = golden(name);
    const flip = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), (flips) => {
        const damaged = Uint8Array.from(bytes);
        for (const [position, mask] of flips) damaged[position] = (damaged[position] ?? 0) ^ mask;
        expect(readable).toContain(outcomeOf(damaged));
      }),
      { numRuns: 1000 },
    );
  });

  it("survives any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 128 }), (bytes) => {
        expect(readable).toContain(outcomeOf(bytes));
      }),
    );
  });

  it("does not follow graphs in graphs without end, nor sizes without elements", () => {
    const nested =
      (depth: number): Parameters<typeof modelBytes>[0] =>
      (graph) => {
        graph.text(2, "g");
        if (depth === 0) return;
        graph.message(1, (node) => {
          node.message(5, (attribute) => {
            attribute.text(1, "body");
            attribute.message(6, nested(depth - 1));
            attribute.integer(20, 5);
          });
        });
      };
    expect(outcomeOf(modelBytes(nested(20)))).toBe("read");
    expect(outcomeOf(modelBytes(nested(200)))).toBe("ONNX_MALFORMED");
    const huge = modelBytes((graph) => {
      graph.message(5, (tensor) => {
        tensor.packedIntegers(1, [2 ** 30, 2 ** 30]);
        tensor.integer(2, 11);
        tensor.text(8, "w");
      });
    });
    expect(() => readModel(huge)).toThrow("a tensor of shape [1073741824, 1073741824] has 0 elements");
  });

  it.each([
    [
      "weights in another file",
      (tensor: ReturnType<typeof protobufWriter>) => tensor.integer(14, 1),
      /other file|another file/,
    ],
    [
      "an unknown element type",
      (tensor: ReturnType<typeof protobufWriter>) => tensor.integer(2, 23),
      /element type 23 of the tensor "w"/,
    ],
  ])("says that it does not take %s", (_, write, message) => {
    const bytes = modelBytes((graph) => {
      graph.message(5, (tensor) => {
        tensor.integer(2, 1);
        tensor.text(8, "w");
        write(tensor);
      });
    });
    expect(outcomeOf(bytes)).toBe("ONNX_UNSUPPORTED");
    expect(() => readModel(bytes)).toThrow(message);
  });

  it("says that it does not take sequences and functions", () => {
    const sequence = modelBytes((graph) => {
      graph.message(11, (value) => {
        value.text(1, "s");
        value.message(2, (type) => type.message(4, () => undefined));
      });
    });
    expect(() => readModel(sequence)).toThrow('The value "s", which is no tensor, is not supported here.');
    const functions = protobufWriter();
    functions.message(25, () => undefined);
    expect(outcomeOf(Uint8Array.from([...modelBytes(() => undefined), ...functions.finish()]))).toBe(
      "ONNX_UNSUPPORTED",
    );
  });
});
