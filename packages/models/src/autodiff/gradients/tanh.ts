import { defineGradient } from "../gradient.ts";

export default defineGradient({
  operator: "Tanh",
  gradient({ emit, gradient, output }) {
    const y = output(0).value;
    const slope = emit.node("Sub", [emit.number(1), emit.node("Mul", [y, y])]);
    return [emit.node("Mul", [gradient, slope])];
  },
});
