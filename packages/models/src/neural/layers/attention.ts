import type { Value } from "@mlops/onnx";

import { linear, linearParameters, type LinearScales, normalisedLinear } from "./linear.ts";
import type { Parameter } from "../parameters.ts";
import type { Scope } from "../scope.ts";

export interface AttentionShape {
  readonly tokens: number;
  /** Width of a token; a multiple of `heads`. */
  readonly width: number;
  readonly heads: number;
  readonly dropout: number;
}

/** One product for queries, keys and values; begins as PyTorch's `MultiheadAttention`: Xavier weights, biases of 0. */
export function attentionParameters(name: string, width: number): Parameter[] {
  const zero = { kind: "constant", value: 0 } as const;
  return [
    ...linearParameters(`${name}.in`, width, 3 * width, { kind: "uniform", bound: Math.sqrt(6 / (4 * width)) }, zero),
    ...linearParameters(`${name}.out`, width, width, { kind: "uniform", bound: 1 / Math.sqrt(width) }, zero),
  ];
}

/**
 * Multi-head self-attention over the tokens of each row (Vaswani et al. 2017) from normalised tokens [rows · tokens, width],
 * with dropout of the attention weights.
 */
export function attention(
  scope: Scope,
  x: Value,
  norm: string,
  name: string,
  shape: AttentionShape,
  { after = 1 }: LinearScales,
): Value {
  const { graph } = scope;
  const { tokens, width, heads, dropout } = shape;
  const size = width / heads;
  const projected = normalisedLinear(scope, x, norm, `${name}.in`);
  const apart = graph.node("Reshape", [projected, scope.integers([-1, tokens, 3, heads, size])]);
  const perHead = graph.node("Transpose", [apart], { attributes: { perm: { ints: [2, 0, 3, 1, 4] } } });
  const [queries, keys, values] = graph.nodes("Split", [perHead, scope.integers([1, 1, 1])], 3, {
    attributes: { axis: { int: 0 } },
  }) as [Value, Value, Value];
  const mixed = weightedValues(scope, { queries, keys, values }, shape);
  const together = graph.node("Transpose", [mixed], { attributes: { perm: { ints: [0, 1, 3, 2, 4] } } });
  const flat = graph.node("Reshape", [together, scope.integers([-1, width])]);
  return linear(scope, flat, `${name}.out`, { before: scope.keepScale(dropout), after });
}

interface Projections {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
}

/**
 * softmax(Q Kᵀ / √d) ∘ M · V over [1, rows, heads, tokens, d], M being the kept weights. The gradient by the scores is
 * P ∘ (M ∘ dO Vᵀ − Σ dO ∘ O): the sum along the scores is one along the values (Dao et al. 2022, B.2), which are fewer.
 */
function weightedValues(scope: Scope, { queries, keys, values }: Projections, shape: AttentionShape): Value {
  const { graph } = scope;
  const { tokens, heads, width, dropout } = shape;
  const scale = Math.sqrt(heads / width);
  const scaled = graph.node("Mul", [queries, scope.number(scale)]);
  const turnedKeys = graph.node("Transpose", [keys], { attributes: { perm: { ints: [0, 1, 2, 4, 3] } } });
  const weights = graph.node("Softmax", [graph.node("MatMul", [scaled, turnedKeys])], {
    attributes: { axis: { int: -1 } },
  });
  const mask = scope.keepMask((rows) => [1, rows, heads, tokens, tokens], dropout);
  const kept = mask === undefined ? weights : graph.node("Mul", [weights, mask]);
  const output = graph.node("MatMul", [kept, values], { label: "attention" });
  scope.part({
    inputs: [scaled, keys, values],
    residuals: [weights, kept, ...(mask ? [mask] : [])],
    output,
    gradient({ emit, gradient, inputs, residuals, output: given }) {
      const [q, k, v] = inputs.map(({ value }) => value);
      const [p, keptPart] = residuals.map(({ value }) => value);
      const turned = (value: Value | undefined) => emit.node("Transpose", [value], { perm: { ints: [0, 1, 2, 4, 3] } });
      const byKept = emit.node("MatMul", [gradient, turned(v)]);
      const sums = emit.node("ReduceSum", [emit.node("Mul", [gradient, given.value]), emit.integers([-1])], {
        keepdims: { int: 1 },
      });
      const byScores =
        mask === undefined
          ? emit.node("Mul", [p, emit.node("Sub", [byKept, sums])])
          : emit.node("Sub", [emit.node("Mul", [keptPart, byKept]), emit.node("Mul", [p, sums])]);
      return [
        emit.node("MatMul", [byScores, k]),
        emit.node("MatMul", [turned(byScores), q]),
        emit.node("MatMul", [turned(keptPart), gradient]),
      ];
    },
  });
  return output;
}
