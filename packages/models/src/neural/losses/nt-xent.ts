import { floats, type Value } from "@mlops/onnx";

import type { Scope } from "../scope.ts";

/** No similarity is near it, and it is far from overflow. */
const EXCLUDED = -1e9;
const EPSILON = 1e-8;

/**
 * NT-Xent (Chen et al. 2020, equation 1) over two views of `rows` rows: `projections` float [2 · rows, width], the second
 * views behind the first. Each view's other view is its one positive; the negatives are all other views of the batch,
 * neither itself nor the positive among them. `weights` float [rows] sum to 1; rows of weight 0 are padding and nobody's
 * negative. Rank 0.
 */
export function ntXent(scope: Scope, projections: Value, weights: Value, rows: number, temperature: number): Value {
  const { graph } = scope;
  const views = 2 * rows;
  const keep = { attributes: { keepdims: { int: 1 } } };
  const squares = graph.node("ReduceSum", [graph.node("Mul", [projections, projections]), scope.integers([1])], keep);
  const lengths = graph.node("Sqrt", [graph.node("Add", [squares, scope.number(EPSILON * EPSILON)])]);
  const units = graph.node("Div", [projections, lengths]);
  const turned = graph.node("Transpose", [units], { attributes: { perm: { ints: [1, 0] } } });
  const similarities = graph.node("Mul", [graph.node("MatMul", [units, turned]), scope.number(1 / temperature)]);
  const both = graph.node("Concat", [weights, weights], { attributes: { axis: { int: 0 } } });
  const itself = constantMatrix(views, (one, other) => (one === other ? EXCLUDED : 0));
  const isPadding = graph.node("Sub", [scope.number(1), graph.node("Sign", [both])]);
  const padding = graph.node("Mul", [isPadding, scope.number(EXCLUDED)]);
  const excluded = graph.node("Add", [graph.constant("itself", floats(itself, [views, views])), padding]);
  const logs = graph.node("LogSoftmax", [graph.node("Add", [similarities, excluded])], {
    attributes: { axis: { int: 1 } },
  });
  const positives = constantMatrix(views, (one, other) => ((one + rows) % views === other ? 0.5 : 0));
  const column = graph.node("Reshape", [both, scope.integers([-1, 1])]);
  const counted = graph.node("Mul", [graph.constant("positives", floats(positives, [views, views])), column]);
  const chosen = graph.node("Mul", [logs, counted]);
  return graph.node("Neg", [graph.node("ReduceSum", [chosen], { attributes: { keepdims: { int: 0 } } })]);
}

function constantMatrix(size: number, at: (row: number, column: number) => number): number[] {
  return Array.from({ length: size * size }, (_, place) => at(Math.floor(place / size), place % size));
}
