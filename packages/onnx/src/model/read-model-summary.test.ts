import { isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { graphBuilder } from "../graph/graph-builder.ts";
import { protobufWriter } from "../protobuf/protobuf-writer.ts";
import { elementTypeCodes, type ElementType } from "./element-type.ts";
import { onnxModel } from "./model.ts";
import { readModelSummary } from "./read-model-summary.ts";
import { doubles } from "./tensor.ts";
import { writeModel } from "./write-model.ts";

function example(): Uint8Array {
  const graph = graphBuilder("example");
  const x = graph.input("온도", "double", ["rows"]);
  const tree = graph.node("Label", [x], {
    domain: "ai.onnx.ml",
    attributes: {
      texts: { strings: ["a", "b"] },
      numbers: { floats: [1, 2] },
      counts: { ints: [1, 2n] },
      table: { tensor: { type: "string", data: ["NaN"], dimensions: [1] } },
    },
  });
  const sum = graph.node("Add", [tree, graph.constant("bias", doubles([1], []))]);
  graph.output("value", graph.node("Add", [sum, x]), "double", ["rows"]);
  const producer = { name: "mlops", version: "0.1.0" };
  return writeModel(onnxModel(graph.finish(), { opsets: { "ai.onnx.ml": 3 }, metadata: { target: "점수" }, producer }));
}

function outcomeOf(bytes: Uint8Array): string {
  try {
    readModelSummary(bytes);
    return "read";
  } catch (error) {
    return isMlopsError(error) ? error.code : String(error);
  }
}

const elementType = fc.constantFrom(...(Object.keys(elementTypeCodes) as ElementType[]));
const dimension = fc.oneof(fc.nat(), fc.string({ minLength: 1 }));
const name = fc
  .string({ unit: "grapheme", minLength: 1 })
  .filter((text) => !text.includes("\0") && text.isWellFormed());
const column = fc.record({ name, type: elementType, shape: fc.array(dimension, { maxLength: 3 }) });

describe("readModelSummary", () => {
  it("reads what writeModel wrote", () => {
    expect(readModelSummary(example())).toEqual({
      irVersion: 9,
      opsets: { "": 17, "ai.onnx.ml": 3 },
      producer: { name: "mlops", version: "0.1.0" },
      metadata: { target: "점수" },
      graphName: "example",
      inputs: [{ name: "온도", type: "double", shape: ["rows"] }],
      outputs: [{ name: "value", type: "double", shape: ["rows"] }],
      operators: { "ai.onnx.ml.Label": 1, Add: 2, Identity: 1 },
    });
  });

  it("gives back any inputs and any metadata", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(column, { selector: (item) => item.name, minLength: 1, maxLength: 6 }),
        fc.dictionary(name, fc.string({ unit: "grapheme" })),
        (columns, metadata) => {
          const nodes = [{ name: "n", operator: "Identity", domain: "", inputs: [], outputs: [], attributes: {} }];
          const graph = { name: "g", inputs: columns, outputs: columns, initializers: [], nodes };
          const summary = readModelSummary(writeModel(onnxModel(graph, { metadata })));
          expect(summary.inputs).toEqual(columns);
          expect(summary.outputs).toEqual(columns);
          expect(summary.metadata).toEqual({ ...metadata });
        },
      ),
    );
  });

  it("passes over fields that it does not know", () => {
    const unknown = protobufWriter();
    unknown.text(2000, "from a later version");
    unknown.float(2001, 1);
    const bytes = Uint8Array.from([...unknown.finish(), ...example()]);
    expect(readModelSummary(bytes)).toEqual(readModelSummary(example()));
  });

  it("leaves out initializers listed as inputs, and names types it does not know null", () => {
    const writer = protobufWriter();
    writer.integer(1, 3);
    writer.message(8, (opset) => opset.integer(2, 8));
    writer.message(7, (graph) => {
      graph.message(5, (tensor) => tensor.text(8, "weights"));
      for (const name of ["weights", "sequence", "future"]) {
        graph.message(11, (value) => {
          value.text(1, name);
          if (name !== "future") value.message(2, (type) => type.message(4, () => undefined));
          else value.message(2, (type) => type.message(1, (tensor) => tensor.integer(1, 999)));
        });
      }
    });
    expect(readModelSummary(writer.finish()).inputs).toEqual([
      { name: "sequence", type: null, shape: null },
      { name: "future", type: null, shape: null },
    ]);
  });

  it("refuses every truncation of a model", () => {
    const graph = graphBuilder("example");
    graph.output("value", graph.input("x", "double", ["rows"]), "double", ["rows"]);
    const bytes = writeModel(onnxModel(graph.finish()));
    expect(outcomeOf(bytes)).toBe("read");
    for (let length = 0; length < bytes.length; length++) {
      expect(outcomeOf(bytes.subarray(0, length)), `the first ${length} bytes`).toBe("ONNX_MALFORMED");
    }
  });

  it("answers flipped bytes with a summary or ONNX_MALFORMED, nothing else", () => {
    const bytes = example();
    const flip = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), (flips) => {
        const damaged = Uint8Array.from(bytes);
        for (const [position, mask] of flips) damaged[position] = (damaged[position] ?? 0) ^ mask;
        expect(["read", "ONNX_MALFORMED"]).toContain(outcomeOf(damaged));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["no bytes", new Uint8Array(), "at byte 0, it ends without an IR version"],
    ["a text file", new TextEncoder().encode("not a model"), "Not a readable ONNX model"],
    ["a version only", Uint8Array.of(8, 9), "at byte 2, it ends without a graph"],
    ["two graphs", Uint8Array.of(8, 9, 58, 0, 58, 0), "there is a second graph"],
    ["no operator set", Uint8Array.of(8, 9, 58, 0), "at byte 4, it ends without an operator set"],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => readModelSummary(bytes)).toThrow(message);
  });
});
