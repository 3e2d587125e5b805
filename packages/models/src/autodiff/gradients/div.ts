import { defineGradient } from "../gradient.ts";
import { unBroadcast } from "../un-broadcast.ts";

/** Of a / b: g / b, and −g / b · (a / b). */
export default defineGradient({
  operator: "Div",
  gradient({ emit, gradient, input, output, needs }) {
    const [a, b, quotient] = [input(0), input(1), output(0)];
    const byNumerator = emit.node("Div", [gradient, b.value]);
    return [
      needs(0) ? unBroadcast(emit, byNumerator, quotient.shape, a.shape) : undefined,
      needs(1)
        ? emit.node("Neg", [
            unBroadcast(emit, emit.node("Mul", [byNumerator, quotient.value]), quotient.shape, b.shape),
          ])
        : undefined,
    ];
  },
});
