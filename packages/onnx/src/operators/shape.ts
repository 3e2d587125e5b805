import { int64Value } from "../interpreter/value.ts";
import type { AttributeReader } from "../operator/attribute-reader.ts";
import { type Fact, fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** The sizes from axis `start` up to `end`. */
export default defineOperator({
  name: "Shape",
  domain: "",
  inputs: [1, 1],
  infer(call): readonly Fact[] {
    const { shape } = call.input(0);
    if (shape === null) return [fact("int64", ["?"])];
    const sizes = part(shape, call.attributes);
    return [{ type: "int64", shape: [sizes.length], sizes }];
  },
  evaluate(call) {
    const sizes = part(call.input(0).shape, call.attributes);
    return [int64Value([sizes.length], BigInt64Array.from(sizes, BigInt))];
  },
});

function part<T>(shape: readonly T[], attributes: AttributeReader): readonly T[] {
  return shape.slice(attributes.int("start") ?? 0, attributes.int("end") ?? shape.length);
}
