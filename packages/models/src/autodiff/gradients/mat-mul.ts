import type { Value } from "@mlops/onnx";

import { defineGradient, type GradientEmitter } from "../gradient.ts";
import { unBroadcast } from "../un-broadcast.ts";

/** By A g Bᵀ, by B Aᵀ g, over the last two axes; summed where one was broadcast. Vectors have no gradient here. */
export default defineGradient({
  operator: "MatMul",
  gradient({ emit, gradient, input, output, needs }) {
    const [a, b, y] = [input(0), input(1), output(0)];
    if (a.shape.length < 2 || b.shape.length < 2) throw new TypeError("MatMul has a gradient for matrices only");
    const batch = y.shape.slice(0, -2);
    const byA = () =>
      unBroadcast(
        emit,
        emit.node("MatMul", [gradient, turned(emit, b.value, b.shape.length)]),
        [...batch, ...a.shape.slice(-2)],
        a.shape,
      );
    const byB = () =>
      unBroadcast(
        emit,
        emit.node("MatMul", [turned(emit, a.value, a.shape.length), gradient]),
        [...batch, ...b.shape.slice(-2)],
        b.shape,
      );
    return [needs(0) ? byA() : undefined, needs(1) ? byB() : undefined];
  },
});

function turned(emit: GradientEmitter, value: Value, rank: number): Value {
  const perm = [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
  return emit.node("Transpose", [value], { perm: { ints: perm } });
}
