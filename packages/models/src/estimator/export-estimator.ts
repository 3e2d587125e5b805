import { MlopsError } from "@mlops/core";
import { doubles, graphBuilder, type GraphBuilder, onnxModel, type Value, writeModel } from "@mlops/onnx";
import type { z } from "zod";

import { classificationTail, type DecisionRule } from "./classification-tail.ts";
import type { Estimator, OnnxFeature } from "./define-estimator.ts";
import { graphOpsets } from "./graph-opsets.ts";
import type { FeatureSchema, FittedEstimator } from "./fitted-estimator.ts";
import { quantileOutput, valueOutput } from "./output-names.ts";
import type { OutputRange } from "./output-range.ts";
import { assertOwnModel } from "./predict-estimator.ts";

export interface GraphOutputOptions {
  /** Of a model of several targets: which one; its outputs carry the name. */
  readonly target?: string;
  /** Of a regression: predictions beyond are set to the bound. */
  readonly range?: OutputRange;
  /** Of a classification: what the estimator's probabilities become before they are given out, such as calibrated. */
  readonly calibrate?: (graph: GraphBuilder, probabilities: readonly Value[]) => readonly Value[];
  /** Of a classification: how the label follows from the probabilities. */
  readonly decision?: DecisionRule;
}

export interface ExportOptions extends GraphOutputOptions {
  /** What the file says about itself: model name, version, run, signature, digests. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Adds the estimator and the model's outputs to a graph: `value` and `value_p<percent>` for each quantile, or `label` and
 * one `probability_<class>` each; of one target of several with the target's name after `value`, `label`, `probability`.
 * `inputs` are values of the graph, in the order of the fitted features: what fitted preprocessing leaves.
 */
export async function appendEstimator<State extends object>(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  estimator: Estimator<z.ZodType, State>,
  fitted: FittedEstimator<State>,
  { range, decision, calibrate, target }: GraphOutputOptions = {},
): Promise<void> {
  assertOwnModel(estimator, fitted);
  const prediction = await estimator.toOnnx(graph, inputs, fitted.state);
  if (prediction.kind === "values" && fitted.target.kind === "values") {
    graph.output(valueOutput(target), clip(graph, prediction.value, range), "double", ["rows"]);
    for (const { level, value } of prediction.quantiles ?? []) {
      graph.output(quantileOutput(level, target), clip(graph, value, range), "double", ["rows"]);
    }
  } else if (prediction.kind === "probabilities" && fitted.target.kind === "classes") {
    const { probabilities } = prediction;
    const given = calibrate?.(graph, probabilities) ?? probabilities;
    classificationTail(graph, fitted.target.classes, given, decision, target);
  } else {
    throw new MlopsError(
      "ESTIMATOR_MISBEHAVED",
      `${estimator.name} exports ${prediction.kind}, its target is another.`,
    );
  }
}

/**
 * The estimator alone as one ONNX file over its features: a rank-1 double input for each numeric one, NaN meaning
 * missing, a rank-1 string input for each categorical one, "" or any text that training did not see meaning missing.
 * Equal models and options give equal bytes.
 *
 * @throws MlopsError ONNX_GRAPH_INVALID where a column's name cannot be an input's
 */
export async function exportEstimator<State extends object>(
  estimator: Estimator<z.ZodType, State>,
  fitted: FittedEstimator<State>,
  options: ExportOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const graph = graphBuilder(estimator.name);
  const inputs = fitted.features.map((feature) => inputOf(graph, feature));
  await appendEstimator(graph, inputs, estimator, fitted, options);
  const finished = graph.finish();
  const opsets = graphOpsets(finished);
  return writeModel(onnxModel(finished, { opsets, metadata: options.metadata ?? {} }));
}

function inputOf(graph: GraphBuilder, feature: FeatureSchema): OnnxFeature {
  if (feature.kind === "numeric") {
    return { ...feature, value: graph.input(feature.name, "double", ["rows"]) };
  }
  const text = graph.input(feature.name, "string", ["rows"]);
  const codes = graph.node("LabelEncoder", [text], {
    domain: "ai.onnx.ml",
    attributes: {
      // "" is no category; named here because a table of no entries is refused by runtimes.
      keys_strings: { strings: ["", ...feature.categories] },
      values_int64s: { ints: [-1, ...feature.categories.keys()] },
      default_int64: { int: -1 },
    },
  });
  return { ...feature, value: codes };
}

function clip(graph: GraphBuilder, value: Value, range: OutputRange | undefined): Value {
  if (range === undefined) return value;
  const [minimum, maximum] = [range.minimum, range.maximum].map((bound) =>
    graph.constant("bound", doubles([bound], [])),
  );
  return graph.node("Clip", [value, minimum, maximum]);
}
