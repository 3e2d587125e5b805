import { defineGradient } from "../gradient.ts";

/** 2 / √π · exp(−x²) */
export default defineGradient({
  operator: "Erf",
  gradient({ emit, gradient, input }) {
    const x = input(0).value;
    const power = emit.node("Exp", [emit.node("Neg", [emit.node("Mul", [x, x])])]);
    const slope = emit.node("Mul", [power, emit.number(2 / Math.sqrt(Math.PI))]);
    return [emit.node("Mul", [gradient, slope])];
  },
});
