import { defineGradient } from "../gradient.ts";

export default defineGradient({
  operator: "Softplus",
  gradient: ({ emit, gradient, input }) => [emit.node("Mul", [gradient, emit.node("Sigmoid", [input(0).value])])],
});
