import { defineGradient } from "../gradient.ts";
import { unBroadcast } from "../un-broadcast.ts";

export default defineGradient({
  operator: "Mul",
  gradient: ({ emit, gradient, input, output, needs }) =>
    [0, 1].map((index) => {
      if (!needs(index)) return undefined;
      const product = emit.node("Mul", [gradient, input(1 - index).value]);
      return unBroadcast(emit, product, output(0).shape, input(index).shape);
    }),
});
