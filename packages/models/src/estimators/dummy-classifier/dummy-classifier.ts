import { type ClassLabel, type ClassTarget, type Feature, MlopsError, type RandomKey } from "@mlops/core";
import { doubles, type GraphBuilder, type Value } from "@mlops/onnx";
import { z } from "zod";

import { constantColumn } from "../../estimator/constant-column.ts";
import { defineEstimator, type OnnxFeature } from "../../estimator/define-estimator.ts";
import { rowsOf } from "../../estimator/rows-of.ts";
import { classesOf } from "../../estimator/target-of.ts";
import { rowDraws, rowDrawsToOnnx } from "./row-draws.ts";

const options = z.strictObject({
  strategy: z
    .enum(["prior", "most_frequent", "stratified", "constant"])
    .default("prior")
    .describe(
      "`prior`: the classes' shares as probabilities; `most_frequent`: the most frequent class, surely; `stratified`: a class drawn by the shares, the same for equal rows; `constant`: the class of `constant`.",
    ),
  constant: z
    .union([z.string(), z.number(), z.boolean()])
    .nullable()
    .default(null)
    .describe("Of the strategy `constant`: the class."),
  random_state: z.int().nullable().default(null).describe("No effect: the seed is the run's."),
});

interface DummyState {
  readonly classes: readonly ClassLabel[];
  /** One per class, in [0, 1], summing to 1. */
  readonly probabilities: readonly number[];
  /** Where the classes are drawn: what the draws start from, an integer below 2³¹ − 1. */
  readonly seed: number | null;
}

export default defineEstimator<typeof options, DummyState>({
  name: "dummy-classifier",
  aliases: [],
  summary: "A baseline that looks at no column: class shares, the most frequent class, draws or a constant.",
  options,
  capabilities: {
    tasks: ["classification"],
    classes: "many",
    multiTarget: false,
    missingValues: true,
    categories: true,
    sampleWeights: true,
    classWeights: false,
    fineTuning: false,
  },
  fit({ target, weights }, { strategy, constant }, context) {
    const classes = classesOf(target);
    const shares = sharesOf(classes, weights);
    const probabilities =
      strategy === "most_frequent"
        ? sure(shares, shares.indexOf(Math.max(...shares)))
        : strategy === "constant"
          ? sure(shares, indexOfClass(classes.classes, constant))
          : shares;
    context.progress(1, 1);
    return {
      classes: [...classes.classes],
      probabilities,
      seed: strategy === "stratified" ? seedOf(context.randomKey) : null,
    };
  },
  predict: (features, state) => ({
    kind: "probabilities",
    classes: state.classes,
    probabilities: probabilityColumns(features, state),
  }),
  toOnnx: (graph, inputs, state) => ({ kind: "probabilities", probabilities: probabilityValues(graph, inputs, state) }),
});

function sharesOf({ classes, codes }: ClassTarget, weights: Float64Array | undefined): number[] {
  const counts = classes.map(() => 0);
  codes.forEach((code, row) => (counts[code] = (counts[code] ?? 0) + (weights?.[row] ?? 1)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

function sure(shares: readonly number[], index: number): number[] {
  return shares.map((_, position) => (position === index ? 1 : 0));
}

function indexOfClass(classes: readonly ClassLabel[], constant: ClassLabel | null): number {
  const index = classes.findIndex((label) => label === constant);
  if (index >= 0) return index;
  throw new MlopsError(
    "ESTIMATOR_OPTION_INVALID",
    `dummy-classifier: "constant" is ${JSON.stringify(constant)}; it has to be one of the classes ${classes.map((label) => JSON.stringify(label)).join(", ")}.`,
  );
}

function seedOf({ words }: RandomKey): number {
  return words[0] % 2_147_483_647;
}

/** The classes' parts of [0, 1): from and to, the last one open so that rounding leaves no gap. */
function parts({ probabilities }: DummyState): { readonly from: number; readonly to: number }[] {
  let from = 0;
  return probabilities.map((probability, index) => {
    const part = { from, to: index === probabilities.length - 1 ? Number.MAX_VALUE : from + probability };
    from = part.to;
    return part;
  });
}

function probabilityColumns(features: readonly Feature[], state: DummyState): Float64Array[] {
  const rows = rowsOf(features);
  if (state.seed === null) return state.probabilities.map((value) => new Float64Array(rows).fill(value));
  const draws = rowDraws(features, state.seed);
  return parts(state).map(({ from, to }) => draws.map((draw) => (draw >= from && draw < to ? 1 : 0)));
}

function probabilityValues(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: DummyState): Value[] {
  if (state.seed === null) return state.probabilities.map((value) => constantColumn(graph, inputs, value));
  const draws = rowDrawsToOnnx(graph, inputs, state.seed);
  return parts(state).map(({ from, to }) => {
    const [lower, upper] = [from, to].map((bound) => graph.constant("bound", doubles([bound], [])));
    const inside = graph.node("And", [
      graph.node("GreaterOrEqual", [draws, lower]),
      graph.node("Less", [draws, upper]),
    ]);
    return graph.node("Cast", [inside], { attributes: { to: { int: DOUBLE } } });
  });
}

/** TensorProto.DataType of double. */
const DOUBLE = 11;
