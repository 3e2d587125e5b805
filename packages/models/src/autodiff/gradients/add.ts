import { defineGradient } from "../gradient.ts";
import { unBroadcast } from "../un-broadcast.ts";

export default defineGradient({
  operator: "Add",
  gradient: (call) =>
    [0, 1].map((index) =>
      call.needs(index)
        ? unBroadcast(call.emit, call.gradient, call.output(0).shape, call.input(index).shape)
        : undefined,
    ),
});
