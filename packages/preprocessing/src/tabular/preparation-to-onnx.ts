import { MlopsError } from "@mlops/core";
import type { GraphBuilder, Value } from "@mlops/onnx";

import {
  cast,
  encodeCategories,
  encodeTexts,
  type GraphColumn,
  type GraphColumns,
  NULL_INSTANT,
  rowsToOnnx,
  scalar,
} from "../columns/graph-columns.ts";
import { assertPredicts } from "./apply-preparation.ts";
import { hostStepCount } from "./host-steps.ts";
import type { InputColumn } from "./input-column.ts";
import type { FeatureSchema, FittedStep, Preparation } from "./preparation.ts";

/** A prepared column in a graph, rank 1: doubles with NaN for missing, or int64 codes with −1 for missing and unseen. */
export type GraphFeature = FeatureSchema & { readonly value: Value };

/**
 * Adds one rank-1 input per raw column, named like it, and the nodes that compute `applyPreparation`; the model has to
 * import `preparationOpsets`. Texts have to come in NFC: a graph cannot normalise them. Where steps are no part of the
 * file, the inputs are what the last of them leaves.
 */
export function preparationToOnnx(graph: GraphBuilder, { state, steps }: Preparation): GraphFeature[] {
  const inputs = state.border ?? state.inputs;
  let columns: GraphColumns = new Map(inputs.map((input) => [input.name, inputToOnnx(graph, input)]));
  columns = new Map([
    ...columns,
    ...state.unused.map((input) => [input.name, missingToOnnx(graph, columns, input)] as const),
  ]);
  for (const step of steps.slice(hostStepCount(steps))) columns = stepToOnnx(graph, columns, step);
  return state.features.map((feature) => featureToOnnx(graph, columns, feature));
}

function inputToOnnx(graph: GraphBuilder, { name, type, kind, nullTexts = [] }: InputColumn): GraphColumn {
  const input = graph.input(name, type, ["rows"]);
  if (type === "bool") return { kind, value: cast(graph, input, "double") };
  if (kind !== "text" || nullTexts.length === 0) return { kind, value: input };
  const ones = nullTexts.map(() => 1);
  const isNull = cast(graph, encodeTexts(graph, input, nullTexts, ones, 0), "bool");
  return { kind, value: graph.node("Where", [isNull, scalar(graph, "null_text", ""), input]) };
}

/** A column without values, as long as the others: no output depends on it, so that runtimes leave its nodes out. */
function missingToOnnx(graph: GraphBuilder, columns: GraphColumns, { kind }: InputColumn): GraphColumn {
  const nothing = { text: "", instant: NULL_INSTANT, number: Number.NaN, boolean: Number.NaN }[kind];
  const value = graph.node("Expand", [scalar(graph, "missing", nothing), rowsToOnnx(graph, columns)]);
  return { kind, value };
}

function stepToOnnx(graph: GraphBuilder, columns: GraphColumns, step: FittedStep): GraphColumns {
  const { preprocessor, state, type } = step;
  if (preprocessor.scope === "table") {
    assertPredicts(type, preprocessor.atPrediction);
    return columns;
  }
  if (preprocessor.toOnnx !== undefined) return preprocessor.toOnnx(graph, columns, state);
  throw new TypeError(`the step ${type} has no nodes`);
}

function featureToOnnx(graph: GraphBuilder, columns: GraphColumns, feature: FeatureSchema): GraphFeature {
  const column = columns.get(feature.name);
  if (column === undefined) {
    throw new MlopsError("ONNX_GRAPH_INVALID", `The steps' nodes do not give the column "${feature.name}".`);
  }
  if (feature.kind === "numeric") return { ...feature, value: column.value };
  const value = encodeCategories(graph, column, feature.categories, { missing: -1, unknown: -1 });
  return { ...feature, value };
}
