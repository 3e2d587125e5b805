import { defineGradient } from "../gradient.ts";
import { spread } from "../spread.ts";

/** Each element has an equal share in the mean. */
export default defineGradient({
  operator: "ReduceMean",
  gradient(call) {
    const { emit, input, output, gradient } = call;
    const size = (shape: readonly number[]): number => shape.reduce((product, each) => product * each, 1);
    const share = size(output(0).shape) / size(input(0).shape);
    return [spread(call, emit.node("Mul", [gradient, emit.number(share)]))];
  },
});
