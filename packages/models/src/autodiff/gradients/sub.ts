import { defineGradient } from "../gradient.ts";
import { unBroadcast } from "../un-broadcast.ts";

export default defineGradient({
  operator: "Sub",
  gradient({ emit, gradient, input, output, needs }) {
    const { shape } = output(0);
    return [
      needs(0) ? unBroadcast(emit, gradient, shape, input(0).shape) : undefined,
      needs(1) ? emit.node("Neg", [unBroadcast(emit, gradient, shape, input(1).shape)]) : undefined,
    ];
  },
});
