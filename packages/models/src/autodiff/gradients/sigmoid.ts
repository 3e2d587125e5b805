import { defineGradient } from "../gradient.ts";

export default defineGradient({
  operator: "Sigmoid",
  gradient({ emit, gradient, output }) {
    const y = output(0).value;
    const slope = emit.node("Mul", [y, emit.node("Sub", [emit.number(1), y])]);
    return [emit.node("Mul", [gradient, slope])];
  },
});
