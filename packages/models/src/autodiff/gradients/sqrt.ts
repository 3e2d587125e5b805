import { defineGradient } from "../gradient.ts";

/** Infinite at 0, as the function's slope is. */
export default defineGradient({
  operator: "Sqrt",
  gradient: ({ emit, gradient, output }) => [
    emit.node("Div", [emit.node("Mul", [gradient, emit.number(0.5)]), output(0).value]),
  ],
});
