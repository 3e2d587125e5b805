import { takeElements } from "../interpreter/value.ts";
import type { Call } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { stridedIndices, stridesOf } from "../shapes/index-map.ts";

/** Axis i of the result is axis `perm[i]` of the input; without `perm` the axes are reversed. */
export default defineOperator({
  name: "Transpose",
  domain: "",
  inputs: [1, 1],
  infer(call) {
    const { type, shape } = call.input(0);
    if (shape === null) return [fact(type, null)];
    return [
      fact(
        type,
        permutation(call, shape.length).map((axis) => shape[axis] ?? 1),
      ),
    ];
  },
  evaluate(call) {
    const x = call.input(0);
    const { shape } = call.result(0);
    const strides = stridesOf(x.shape);
    const moved = permutation(call, x.shape.length).map((axis) => strides[axis] ?? 1);
    return [takeElements(x, stridedIndices(shape, moved), shape)];
  },
});

function permutation(call: Call<unknown>, rank: number): readonly number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  const given = call.attributes.ints("perm");
  if (given === undefined) return axes.toReversed();
  if (given.length === rank && axes.every((axis) => given.includes(axis))) return given;
  throw call.fail(`cannot reorder the axes of rank ${rank} by [${given.join(", ")}]`);
}
