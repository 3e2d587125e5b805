import { defineGradient } from "../gradient.ts";
import { unBroadcast } from "../un-broadcast.ts";

/** Of Y = α A′ B′ + β C: by A′ α g B′ᵀ, by B′ α A′ᵀ g, by C β g; transposed back where A or B was transposed. */
export default defineGradient({
  operator: "Gemm",
  gradient({ emit, gradient, input, output, needs, attributes, inputCount }) {
    const [a, b] = [input(0).value, input(1).value];
    const [alpha, beta] = [attributes.float("alpha") ?? 1, attributes.float("beta") ?? 1];
    const [turnedA, turnedB] = [attributes.int("transA") === 1, attributes.int("transB") === 1];
    const product = (left: typeof a, right: typeof a, transA: boolean, transB: boolean) =>
      emit.node("Gemm", [left, right], {
        transA: { int: transA ? 1 : 0 },
        transB: { int: transB ? 1 : 0 },
        alpha: { float: alpha },
      });
    const byA = () => (turnedA ? product(b, gradient, turnedB, true) : product(gradient, b, false, !turnedB));
    const byB = () => (turnedB ? product(gradient, a, true, turnedA) : product(a, gradient, !turnedA, false));
    const byC = () => {
      const scaled = beta === 1 ? gradient : emit.node("Mul", [gradient, emit.number(beta)]);
      return unBroadcast(emit, scaled, output(0).shape, input(2).shape);
    };
    return [needs(0) ? byA() : undefined, needs(1) ? byB() : undefined, inputCount > 2 && needs(2) ? byC() : undefined];
  },
});
