import { defineGradient } from "../gradient.ts";
import { unBroadcast } from "../un-broadcast.ts";

/** Each element's gradient goes to the side that it came from. */
export default defineGradient({
  operator: "Where",
  gradient({ emit, gradient, input, output, needs }) {
    const condition = input(0).value;
    const zero = emit.number(0);
    const sides = [
      [condition, gradient, zero],
      [condition, zero, gradient],
    ];
    return [
      undefined,
      ...sides.map((side, index) =>
        needs(index + 1)
          ? unBroadcast(emit, emit.node("Where", side), output(0).shape, input(index + 1).shape)
          : undefined,
      ),
    ];
  },
});
