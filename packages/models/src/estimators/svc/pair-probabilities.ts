import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import { columnOf } from "../../estimator/linear-scores.ts";
import { logistic, softmax } from "../../estimator/score-probabilities.ts";
import { classPairs, type SvcState } from "./svc-state.ts";

/** Probabilities of pairs are kept from 0 and 1 by this much, as libsvm does. */
const LEAST = 1e-7;

/**
 * From the decisions of the pairs to probabilities of the classes.
 *
 * Calibrated: two classes by their sigmoid; more by coupling, `p_i ∝ 1 / (Σ_j 1 / r_ij − (k − 2))`, of D. Price, S. Knerr,
 * L. Personnaz & G. Dreyfus, Pairwise neural network classifiers with probabilistic outputs, NIPS 7 (1994). Not calibrated:
 * two classes by the logistic function; more by the softmax of their votes, ties told apart by the decisions' sizes as in
 * scikit-learn's one-vs-rest shape.
 */
export function pairProbabilities(decisions: readonly Float64Array[], { classes, sigmoids }: SvcState): Float64Array[] {
  const rows = decisions[0]?.length ?? 0;
  const pairs = classPairs(classes.length);
  const [only] = decisions;
  if (classes.length === 2 && only) {
    const [sigmoid] = sigmoids ?? [];
    const first = only.map((decision) => (sigmoid ? firstOf(decision, sigmoid) : logistic(decision)));
    return [first, first.map((value) => 1 - value)];
  }
  const scores = classes.map(() => new Float64Array(rows));
  const add = (code: number, row: number, value: number): void => {
    const score = scores[code];
    if (score) score[row] = (score[row] ?? 0) + value;
  };
  const confidences = classes.map(() => new Float64Array(rows));
  pairs.forEach(({ first, second }, pair) => {
    const sigmoid = sigmoids?.[pair];
    for (let row = 0; row < rows; row++) {
      const decision = decisions[pair]?.[row] ?? 0;
      if (sigmoid) {
        const share = Math.min(Math.max(firstOf(decision, sigmoid), LEAST), 1 - LEAST);
        add(first, row, 1 / share);
        add(second, row, 1 / (1 - share));
        continue;
      }
      add(decision > 0 ? first : second, row, 1);
      const [up, down] = [confidences[first], confidences[second]];
      if (up) up[row] = (up[row] ?? 0) + decision;
      if (down) down[row] = (down[row] ?? 0) - decision;
    }
  });
  if (sigmoids === null) {
    return softmax(
      scores.map((votes, code) =>
        votes.map((vote, row) => {
          const confidence = confidences[code]?.[row] ?? 0;
          return vote + confidence / (3 * (Math.abs(confidence) + 1));
        }),
      ),
    );
  }
  const coupled = scores.map((sums) => sums.map((sum) => 1 / (sum - (classes.length - 2))));
  const totals = new Float64Array(rows).map((_, row) => coupled.reduce((sum, column) => sum + (column[row] ?? 0), 0));
  return coupled.map((column) => column.map((value, row) => value / (totals[row] ?? 1)));
}

function firstOf(decision: number, { slope, offset }: { readonly slope: number; readonly offset: number }): number {
  return logistic(-(slope * decision + offset));
}

/** What `pairProbabilities` computes, from a matrix [rows, pairs]. */
export function pairProbabilitiesToOnnx(graph: GraphBuilder, decisions: Value, state: SvcState): Value[] {
  const { classes, sigmoids } = state;
  const pairs = classPairs(classes.length);
  const row = (label: string, values: readonly number[]): Value =>
    graph.constant(label, doubles(values, [1, values.length]));
  const one = graph.constant("one", doubles([1], []));
  const shares = graph.node("Sigmoid", [
    sigmoids === null
      ? decisions
      : graph.node("Sub", [
          graph.node("Mul", [
            decisions,
            row(
              "slopes",
              sigmoids.map(({ slope }) => -slope),
            ),
          ]),
          row(
            "offsets",
            sigmoids.map(({ offset }) => offset),
          ),
        ]),
  ]);
  if (classes.length === 2) {
    const first = columnOf(graph, shares, 0);
    return [first, graph.node("Sub", [one, first])];
  }
  const members = (which: "first" | "second"): Value => {
    const data = new Float64Array(pairs.length * classes.length);
    pairs.forEach((pair, index) => (data[index * classes.length + pair[which]] = 1));
    return graph.constant(which, doubles(data, [pairs.length, classes.length]));
  };
  const byClass = (forFirst: Value, forSecond: Value): Value =>
    graph.node("Add", [
      graph.node("MatMul", [forFirst, members("first")]),
      graph.node("MatMul", [forSecond, members("second")]),
    ]);
  const probabilities =
    sigmoids === null
      ? voted(graph, decisions, byClass, one)
      : coupledShares(graph, shares, byClass, one, classes.length);
  return classes.map((_, code) => columnOf(graph, probabilities, code));
}

type ByClass = (forFirst: Value, forSecond: Value) => Value;

function voted(graph: GraphBuilder, decisions: Value, byClass: ByClass, one: Value): Value {
  const zero = graph.constant("zero", doubles([0], []));
  const first = graph.node("Cast", [graph.node("Greater", [decisions, zero])], { attributes: { to: { int: 11 } } });
  const votes = byClass(first, graph.node("Sub", [one, first]));
  const confidence = byClass(decisions, graph.node("Neg", [decisions]));
  const size = graph.node("Add", [graph.node("Abs", [confidence]), one]);
  const third = graph.node("Mul", [size, graph.constant("three", doubles([3], []))]);
  const scores = graph.node("Add", [votes, graph.node("Div", [confidence, third])]);
  return graph.node("Softmax", [scores], { attributes: { axis: { int: 1 } } });
}

function coupledShares(graph: GraphBuilder, shares: Value, byClass: ByClass, one: Value, classes: number): Value {
  const [least, most] = [LEAST, 1 - LEAST].map((bound) => graph.constant("bound", doubles([bound], [])));
  const kept = graph.node("Clip", [shares, least, most]);
  const sums = byClass(graph.node("Div", [one, kept]), graph.node("Div", [one, graph.node("Sub", [one, kept])]));
  const others = graph.constant("others", doubles([classes - 2], []));
  const coupled = graph.node("Div", [one, graph.node("Sub", [sums, others])]);
  const axis = graph.constant("axis", int64s([1]));
  const total = graph.node("ReduceSum", [coupled, axis], { attributes: { keepdims: { int: 1 } } });
  return graph.node("Div", [coupled, total]);
}
