import { type ClassLabel, MlopsError } from "@mlops/core";
import { doubles, type GraphBuilder, int64s, type Tensor, type Value } from "@mlops/onnx";

import type { ColumnType } from "../runtime/model-column.ts";
import { labelOutput, probabilityOutput } from "./output-names.ts";

export interface DecisionRule {
  /**
   * Of two classes: the positive one is predicted where its probability is at least this, in [0, 1]. Without it the most
   * probable class is, the first of equals, as numpy's argmax does.
   */
  readonly threshold?: number;
  /** The class that the threshold is for; the last one by default. */
  readonly positive?: ClassLabel;
}

/**
 * From the probabilities of the classes, rank 1 each, to the outputs `label` and `probability_<class>`. Made of ordinary
 * operators, because ONNX's own classifier operators label ties and binary scores differently from version to version.
 *
 * @param target of a model of several targets: which one
 * @throws MlopsError ONNX_GRAPH_INVALID for a rule that does not fit the classes
 */
export function classificationTail(
  graph: GraphBuilder,
  classes: readonly ClassLabel[],
  probabilities: readonly Value[],
  rule: DecisionRule = {},
  target?: string,
): void {
  const labels = labelTensor(classes);
  const index =
    rule.threshold === undefined ? argmax(graph, probabilities) : decide(graph, classes, probabilities, rule);
  const label = graph.node("Gather", [graph.constant("classes", labels.tensor), index]);
  graph.output(labelOutput(target), label, labels.type, ["rows"]);
  classes.forEach((each, position) => {
    const probability = probabilities[position];
    if (probability !== undefined) graph.output(probabilityOutput(each, target), probability, "double", ["rows"]);
  });
}

/** The label's index that the rule gives one row; what the graph of `classificationTail` computes. */
export function decideIndex(
  classes: readonly ClassLabel[],
  probabilities: readonly number[],
  rule: DecisionRule = {},
): number {
  if (rule.threshold === undefined) {
    return probabilities.reduce((best, value, index) => (value > (probabilities[best] ?? NaN) ? index : best), 0);
  }
  const positive = positiveIndex(classes, rule);
  return (probabilities[positive] ?? NaN) >= rule.threshold ? positive : 1 - positive;
}

function argmax(graph: GraphBuilder, probabilities: readonly Value[]): Value {
  const axis = graph.constant("axis", int64s([1]));
  const columns = probabilities.map((value) => graph.node("Unsqueeze", [value, axis]));
  const table = graph.node("Concat", columns, { attributes: { axis: { int: 1 } } });
  return graph.node("ArgMax", [table], { attributes: { axis: { int: 1 }, keepdims: { int: 0 } } });
}

function decide(
  graph: GraphBuilder,
  classes: readonly ClassLabel[],
  probabilities: readonly Value[],
  rule: DecisionRule,
): Value {
  const positive = positiveIndex(classes, rule);
  const threshold = graph.constant("threshold", doubles([rule.threshold ?? Number.NaN], []));
  const reached = graph.node("GreaterOrEqual", [probabilities[positive], threshold]);
  const [yes, no] = [positive, 1 - positive].map((index) => graph.constant("index", int64s([index], [])));
  return graph.node("Where", [reached, yes, no]);
}

function positiveIndex(classes: readonly ClassLabel[], { threshold, positive }: DecisionRule): number {
  // The number after 1 is the threshold that no row reaches.
  const fits = threshold !== undefined && threshold >= 0 && threshold <= 1 + Number.EPSILON;
  if (classes.length !== 2 || !fits) {
    throw invalid(
      `A decision threshold is a number in [0, 1] for two classes, got ${threshold} for ${classes.length}.`,
    );
  }
  const index = positive === undefined ? 1 : classes.indexOf(positive);
  if (index < 0) throw invalid(`The positive class ${JSON.stringify(positive)} is none of ${JSON.stringify(classes)}.`);
  return index;
}

function labelTensor(classes: readonly ClassLabel[]): { readonly type: ColumnType; readonly tensor: Tensor } {
  const dimensions = [classes.length];
  if (classes.every((label) => typeof label === "string")) {
    return { type: "string", tensor: { type: "string", data: classes, dimensions } };
  }
  if (classes.every((label) => typeof label === "boolean")) {
    return { type: "bool", tensor: { type: "bool", data: Uint8Array.from(classes, Number), dimensions } };
  }
  if (classes.every((label) => typeof label === "number")) {
    return classes.every(Number.isSafeInteger)
      ? { type: "int64", tensor: int64s(classes) }
      : { type: "double", tensor: doubles(classes) };
  }
  throw invalid(`The classes ${JSON.stringify(classes)} are not all of one type.`);
}

function invalid(message: string): MlopsError {
  return new MlopsError("ONNX_GRAPH_INVALID", message);
}
