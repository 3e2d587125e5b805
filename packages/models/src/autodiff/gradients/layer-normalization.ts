import { defineGradient } from "../gradient.ts";

/**
 * Over the last axis, from the mean and inverse standard deviation that the node gives out (Ba, Kiros & Hinton 2016): with
 * x̂ = (x − μ) / σ and h = g · γ, the gradient by x is (h − mean h − x̂ · mean(h · x̂)) / σ.
 */
export default defineGradient({
  operator: "LayerNormalization",
  gradient({ emit, gradient, input, output, needs, attributes, inputCount }) {
    const [x, scale] = [input(0), input(1)];
    const last = x.shape.length - 1;
    const axis = attributes.int("axis") ?? -1;
    if (axis !== -1 && axis !== last) throw new TypeError("layer normalisation has a gradient over the last axis only");
    const [mean, inverse] = [output(1).value, output(2).value];
    const normal = emit.node("Mul", [emit.node("Sub", [x.value, mean]), inverse]);
    const leading = emit.integers(Array.from({ length: last }, (_, index) => index));
    const overRows = (value: typeof gradient) => emit.node("ReduceSum", [value, leading], { keepdims: { int: 0 } });
    const meanOf = (value: typeof gradient) =>
      emit.node("ReduceMean", [value], { axes: { ints: [-1] }, keepdims: { int: 1 } });
    const scaled = emit.node("Mul", [gradient, scale.value]);
    const along = emit.node("Mul", [normal, meanOf(emit.node("Mul", [scaled, normal]))]);
    const centred = emit.node("Sub", [emit.node("Sub", [scaled, meanOf(scaled)]), along]);
    return [
      needs(0) ? emit.node("Mul", [centred, inverse]) : undefined,
      needs(1) ? overRows(emit.node("Mul", [gradient, normal])) : undefined,
      inputCount > 2 && needs(2) ? overRows(gradient) : undefined,
    ];
  },
});
