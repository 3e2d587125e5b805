import fc from "fast-check";

import type { Attribute } from "../model/attribute.ts";
import { type ElementType, elementTypeCodes } from "../model/element-type.ts";
import type { Graph, OnnxModel, ValueInfo } from "../model/model.ts";
import { tensorOfBytes, elementWidths, type NumericTensor } from "../model/tensor-bytes.ts";
import type { Tensor } from "../model/tensor.ts";

const text = fc.string({ unit: "grapheme", maxLength: 6 }).filter((it) => it.isWellFormed() && it !== "ai.onnx");
const integer = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((value) => !Number.isSafeInteger(Number(value))),
);
const single = fc.float({ noDefaultInfinity: true });

const numericTensor: fc.Arbitrary<Tensor> = fc
  .tuple(
    fc.constantFrom(...(Object.keys(elementWidths) as NumericTensor["type"][])),
    fc.array(fc.nat(3), { maxLength: 3 }),
    fc.uint8Array({ minLength: 216, maxLength: 216 }),
  )
  .map(([type, dimensions, bytes]) => {
    const length = dimensions.reduce((product, size) => product * size, elementWidths[type]);
    return tensorOfBytes(type, dimensions, bytes.subarray(0, length));
  });

const textTensor: fc.Arbitrary<Tensor> = fc
  .array(text, { maxLength: 3 })
  .map((data) => ({ type: "string", dimensions: [data.length], data }));

const tensor = fc.oneof({ weight: 3, arbitrary: numericTensor }, textTensor);

const dimension = fc.oneof(
  fc.nat(),
  text.filter((name) => name !== ""),
);
const shape = fc.array(dimension, { maxLength: 3 });
const valueInfo: fc.Arbitrary<ValueInfo> = fc.record({
  name: text,
  type: fc.option(fc.constantFrom(...(Object.keys(elementTypeCodes) as ElementType[]))),
  shape: fc.option(shape),
});

function attributeOf(depth: number): fc.Arbitrary<Attribute> {
  const plain: fc.Arbitrary<Attribute>[] = [
    fc.record({ int: integer }),
    fc.record({ float: single }),
    fc.record({ string: text }),
    fc.record({ ints: fc.array(integer, { maxLength: 4 }) }),
    fc.record({ floats: fc.array(single, { maxLength: 4 }) }),
    fc.record({ strings: fc.array(text, { maxLength: 3 }) }),
    fc.record({ tensor }),
    fc.record({ tensors: fc.array(tensor, { maxLength: 2 }) }),
  ];
  if (depth === 0) return fc.oneof(...plain);
  const body = graphOf(depth - 1);
  return fc.oneof(...plain, fc.record({ graph: body }), fc.record({ graphs: fc.array(body, { maxLength: 2 }) }));
}

function graphOf(depth: number): fc.Arbitrary<Graph> {
  const node = fc.record({
    name: text,
    operator: text,
    domain: text,
    inputs: fc.array(text, { maxLength: 3 }),
    outputs: fc.array(text, { maxLength: 2 }),
    attributes: fc.dictionary(text, attributeOf(depth), { maxKeys: 3, noNullPrototype: true }),
  });
  return fc.record({
    name: text,
    inputs: fc.array(valueInfo, { maxLength: 3 }),
    outputs: fc.array(valueInfo, { maxLength: 2 }),
    initializers: fc.array(fc.record({ name: text, tensor }), { maxLength: 3 }),
    nodes: fc.array(node, { maxLength: 2 }),
  });
}

/** Any model, whether or not its graph makes sense. */
export const arbitraryModel: fc.Arbitrary<OnnxModel> = fc.record({
  graph: graphOf(2),
  irVersion: fc.integer({ min: 3, max: 13 }),
  opsets: fc.dictionary(text, fc.nat(30), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  producer: fc.record({ name: text, version: text }),
  metadata: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
});
