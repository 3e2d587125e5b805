import { defineGradient } from "../gradient.ts";

/** Parts that the loss does not depend on count as zeros. */
export default defineGradient({
  operator: "Split",
  gradient({ emit, gradients, output, attributes }) {
    const parts = gradients.map((gradient, index) => gradient ?? emit.zeros(output(index).shape));
    return [emit.node("Concat", parts, { axis: { int: attributes.int("axis") ?? 0 } })];
  },
});
