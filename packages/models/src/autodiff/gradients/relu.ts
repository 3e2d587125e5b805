import { defineGradient } from "../gradient.ts";

/** 0 at 0, as PyTorch has it. The output's sign is the mask: 0 or 1. */
export default defineGradient({
  operator: "Relu",
  gradient: ({ emit, gradient, output }) => [emit.node("Mul", [gradient, emit.node("Sign", [output(0).value])])],
});
