import { defineGradient } from "../gradient.ts";

/** g − exp(y) · Σ g, the sum along the axis. */
export default defineGradient({
  operator: "LogSoftmax",
  gradient({ emit, gradient, output, attributes }) {
    const axis = emit.integers([attributes.int("axis") ?? -1]);
    const sum = emit.node("ReduceSum", [gradient, axis], { keepdims: { int: 1 } });
    return [emit.node("Sub", [gradient, emit.node("Mul", [emit.node("Exp", [output(0).value]), sum])])];
  },
});
