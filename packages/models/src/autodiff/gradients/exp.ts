import { defineGradient } from "../gradient.ts";

export default defineGradient({
  operator: "Exp",
  gradient: ({ emit, gradient, output }) => [emit.node("Mul", [gradient, output(0).value])],
});
