import type { Value } from "@mlops/onnx";

import { attention, attentionParameters } from "../layers/attention.ts";
import { dropped, droppedRelu } from "../layers/dropped.ts";
import { linear, linearParameters, normalisedLinear } from "../layers/linear.ts";
import { normalise, normParameters } from "../layers/normalise.ts";
import { tokenCount, tokenParameters, tokens } from "../layers/tokens.ts";
import type { Network, NetworkColumns, NetworkInputs } from "../network.ts";
import type { Parameter } from "../parameters.ts";
import type { Scope } from "../scope.ts";

export interface TabTransformerShape {
  readonly kind: "tab-transformer";
  /** Width of a token. */
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  /** Width of the feed-forward part. */
  readonly feedForward: number;
  readonly dropout: number;
  /** Width of the head's hidden layer. */
  readonly head: number;
  /** Width of the contrastive projection. */
  readonly projection: number;
  readonly outputs: number;
}

export interface TabTransformer extends Network {
  /** The projections [rows, projection] that pre-training compares. */
  project(scope: Scope, inputs: NetworkInputs): Value;
}

/**
 * One token per column → pre-norm transformer encoder (no positions, no class token, no last norm) → mean over the tokens →
 * Linear, ReLU, dropout, Linear. The head of pre-training is Linear, ReLU, Linear.
 */
export function tabTransformer(shape: TabTransformerShape, columns: NetworkColumns): TabTransformer {
  const { width, layers, feedForward, head, projection, outputs } = shape;
  const numbers = Array.from({ length: layers }, (_, layer) => layer);
  const parameters: Parameter[] = [
    ...tokenParameters(columns, width),
    ...numbers.flatMap((layer) => [
      ...normParameters(`layer${layer}.norm1`, width),
      ...attentionParameters(`layer${layer}.attention`, width),
      ...normParameters(`layer${layer}.norm2`, width),
      ...linearParameters(`layer${layer}.linear1`, width, feedForward),
      ...linearParameters(`layer${layer}.linear2`, feedForward, width),
    ]),
    ...linearParameters("projection1", width, width),
    ...linearParameters("projection2", width, projection),
    ...linearParameters("head1", width, head),
    ...linearParameters("head2", head, outputs),
  ];
  const encode = (scope: Scope, inputs: NetworkInputs): Value => {
    const last = numbers.reduce(
      (x, layer) => encoderLayer(scope, x, `layer${layer}`, shape, tokenCount(columns)),
      tokens(scope, inputs, columns, width),
    );
    const perRow = scope.graph.node("Reshape", [last, scope.integers([-1, tokenCount(columns), width])]);
    return scope.graph.node("ReduceMean", [perRow], {
      attributes: { axes: { ints: [1] }, keepdims: { int: 0 } },
    });
  };
  return {
    parameters,
    columns,
    largest: shape.heads * tokenCount(columns) ** 2,
    forward(scope, inputs) {
      const hidden = linear(scope, encode(scope, inputs), "head1");
      const kept = droppedRelu(scope, hidden, (rows) => [rows, head], shape.dropout);
      return linear(scope, kept, "head2", { before: scope.keepScale(shape.dropout) });
    },
    project(scope, inputs) {
      const hidden = scope.graph.node("Relu", [linear(scope, encode(scope, inputs), "projection1")]);
      return linear(scope, hidden, "projection2");
    },
  };
}

/** Bytes of the attention weights of one run. */
const ATTENTION_BYTES = 2 ** 26;

/** Rows whose attention weights, in float32, stay within bounds: they grow by the square of the tokens. */
export function transformerRows(
  shape: { readonly kind: string; readonly heads?: number },
  columns: NetworkColumns,
): number {
  const perRow = 4 * (shape.heads ?? 1) * tokenCount(columns) ** 2;
  return Math.max(1, Math.min(4096, Math.floor(ATTENTION_BYTES / perRow)));
}

function encoderLayer(scope: Scope, x: Value, name: string, shape: TabTransformerShape, count: number): Value {
  const { graph } = scope;
  const { width, heads, feedForward, dropout } = shape;
  const after = scope.keepScale(dropout);
  const wide = (rows: number): readonly number[] => [rows * count, width];
  const attended = attention(
    scope,
    normalise(scope, x, width),
    `${name}.norm1`,
    `${name}.attention`,
    { tokens: count, width, heads, dropout },
    { after },
  );
  const middle = graph.node("Add", [x, dropped(scope, attended, wide, dropout)]);
  const hidden = normalisedLinear(scope, normalise(scope, middle, width), `${name}.norm2`, `${name}.linear1`);
  const kept = droppedRelu(scope, hidden, (rows) => [rows * count, feedForward], dropout);
  const mixed = linear(scope, kept, `${name}.linear2`, { before: after, after });
  return graph.node("Add", [middle, dropped(scope, mixed, wide, dropout)]);
}
