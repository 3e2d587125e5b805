import { defineGradient } from "../gradient.ts";

export default defineGradient({
  operator: "Concat",
  gradient({ emit, gradient, input, inputCount, attributes }) {
    const axis = attributes.int("axis") ?? 0;
    const sizes = Array.from({ length: inputCount }, (_, index) => input(index).shape.at(axis) ?? 1);
    return emit.nodes("Split", [gradient, emit.integers(sizes)], inputCount, { axis: { int: axis } });
  },
});
