import { floats, type Value } from "@mlops/onnx";

import type { Parameter } from "../parameters.ts";
import type { Scope } from "../scope.ts";

const EPSILON = 1e-5;

/** Scale γ, to be multiplied into the rows of the weights that follow, and shift β. */
export function normParameters(name: string, size: number): Parameter[] {
  return [
    { name: `${name}.weight`, shape: [size, 1], initialisation: { kind: "constant", value: 1 } },
    { name: `${name}.bias`, shape: [1, size], initialisation: { kind: "constant", value: 0 } },
  ];
}

/**
 * Each row to mean 0 and variance 1 (layer normalisation without its scale and shift, which `normalisedLinear` has). The
 * gradient is (g − mean g − x̂ · mean(g · x̂)) / σ.
 */
export function normalise(scope: Scope, x: Value, size: number): Value {
  const { graph } = scope;
  const ones = graph.constant("ones", floats(new Float32Array(size).fill(1)));
  const [normal, , inverse] = graph.nodes("LayerNormalization", [x, ones], 3, {
    attributes: { axis: { int: -1 }, epsilon: { float: EPSILON } },
  }) as [Value, Value, Value];
  scope.part({
    inputs: [x],
    residuals: [inverse],
    output: normal,
    gradient({ emit, gradient, residuals, output }) {
      const meanOf = (value: Value) => emit.node("ReduceMean", [value], { axes: { ints: [-1] }, keepdims: { int: 1 } });
      const along = emit.node("Mul", [output.value, meanOf(emit.node("Mul", [gradient, output.value]))]);
      const centred = emit.node("Sub", [emit.node("Sub", [gradient, meanOf(gradient)]), along]);
      return [emit.node("Mul", [centred, residuals[0]?.value])];
    },
  });
  return normal;
}
