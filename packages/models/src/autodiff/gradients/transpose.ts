import { defineGradient } from "../gradient.ts";

export default defineGradient({
  operator: "Transpose",
  gradient({ emit, gradient, input, attributes }) {
    const rank = input(0).shape.length;
    const moved = attributes.ints("perm") ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
    const back = moved.map((_, axis) => moved.indexOf(axis));
    return [emit.node("Transpose", [gradient], { perm: { ints: back } })];
  },
});
