import { takeElements } from "../interpreter/value.ts";
import { type Dimension, UNKNOWN_DIMENSION } from "../model/model.ts";
import { axisOf, listOf } from "../operator/axes.ts";
import type { InferenceCall } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { ANY_NUMBER, defineOperator } from "../operator/operator.ts";
import { stridedIndices, stridesOf } from "../shapes/index-map.ts";

/** Into parts along an axis (0): of the sizes in input 1, or equal ones, the last of which may be smaller. */
export default defineOperator({
  name: "Split",
  domain: "",
  inputs: [1, 2],
  outputs: ANY_NUMBER,
  infer(call) {
    const { type, shape } = call.input(0);
    const count = call.node.outputs.length;
    if (shape === null) return Array.from({ length: count }, () => fact(type, null));
    const axis = axisOf(call, call.attributes.int("axis") ?? 0, shape.length);
    return partSizes(call, shape[axis] ?? UNKNOWN_DIMENSION, count).map((size) => fact(type, shape.with(axis, size)));
  },
  evaluate(call) {
    const x = call.input(0);
    const axis = axisOf(call, call.attributes.int("axis") ?? 0, x.shape.length);
    const strides = stridesOf(x.shape);
    let start = 0;
    return call.node.outputs.map((_, index) => {
      const { shape } = call.result(index);
      const part = takeElements(x, stridedIndices(shape, strides, start * (strides[axis] ?? 1)), shape);
      start += shape[axis] ?? 0;
      return part;
    });
  },
});

function partSizes(call: InferenceCall, whole: Dimension, count: number): readonly Dimension[] {
  const listed = listOf(call, 1, "split");
  if (listed === "unknown") return Array.from({ length: count }, () => UNKNOWN_DIMENSION);
  if (listed === "absent") return equalParts(call, whole, count);
  const total = listed.reduce((sum, size) => sum + size, 0);
  const isFitting = listed.length === count && listed.every((size) => size >= 0);
  if (isFitting && (typeof whole === "string" || total === whole)) return listed;
  throw call.fail(`cannot split ${whole} into ${count} parts of sizes [${listed.join(", ")}]`);
}

function equalParts(call: InferenceCall, whole: Dimension, count: number): readonly Dimension[] {
  if (typeof whole === "string") return Array.from({ length: count }, () => UNKNOWN_DIMENSION);
  const size = Math.ceil(whole / count);
  const last = whole - size * (count - 1);
  const mayDiffer = call.attributes.has("num_outputs");
  if (last < 0 || (last !== size && !mayDiffer)) throw call.fail(`cannot split ${whole} into ${count} equal parts`);
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? last : size));
}
