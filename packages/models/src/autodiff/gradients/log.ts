import { defineGradient } from "../gradient.ts";

export default defineGradient({
  operator: "Log",
  gradient: ({ emit, gradient, input }) => [emit.node("Div", [gradient, input(0).value])],
});
