import { defineGradient } from "../gradient.ts";

/** y · (g − Σ g · y), the sum along the axis. */
export default defineGradient({
  operator: "Softmax",
  gradient({ emit, gradient, output, attributes }) {
    const y = output(0).value;
    const axis = emit.integers([attributes.int("axis") ?? -1]);
    const sum = emit.node("ReduceSum", [emit.node("Mul", [gradient, y]), axis], { keepdims: { int: 1 } });
    return [emit.node("Mul", [y, emit.node("Sub", [gradient, sum])])];
  },
});
