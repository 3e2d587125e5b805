import { defineGradient } from "../gradient.ts";

export default defineGradient({
  operator: "Squeeze",
  gradient: ({ emit, gradient, input }) => [emit.node("Reshape", [gradient, emit.integers(input(0).shape)])],
});
