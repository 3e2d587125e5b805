import { defineGradient } from "../gradient.ts";
import { unBroadcast } from "../un-broadcast.ts";

export default defineGradient({
  operator: "Expand",
  gradient: ({ emit, gradient, input, output }) => [unBroadcast(emit, gradient, output(0).shape, input(0).shape)],
});
