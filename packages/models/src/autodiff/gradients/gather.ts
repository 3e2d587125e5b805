import { defineGradient } from "../gradient.ts";

/** Of rows of a table (axis 0): each row's gradients are added up in its place. */
export default defineGradient({
  operator: "Gather",
  gradient({ emit, gradient, input, attributes }) {
    const [table, indices] = [input(0), input(1)];
    if ((attributes.int("axis") ?? 0) !== 0) throw new TypeError("Gather has a gradient along axis 0 only");
    const count = indices.shape.reduce((product, each) => product * each, 1);
    const rows = emit.node("Reshape", [indices.value, emit.integers([count, 1])]);
    const updates = emit.node("Reshape", [gradient, emit.integers([count, ...table.shape.slice(1)])]);
    return [emit.node("ScatterND", [emit.zeros(table.shape), rows, updates], { reduction: { string: "add" } })];
  },
});
