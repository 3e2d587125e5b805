import type { EstimatorSubject, ExportedAnswer } from "@mlops/conformance";
import type { ClassLabel, Feature, JsonObject, TrainingData } from "@mlops/core";

import type { Estimator } from "../estimator/define-estimator.ts";
import { exportEstimator } from "../estimator/export-estimator.ts";
import { fitEstimator } from "../estimator/fit-estimator.ts";
import { type FittedEstimator, schemaOf } from "../estimator/fitted-estimator.ts";
import { LABEL_OUTPUT, probabilityOutput, VALUE_OUTPUT } from "../estimator/output-names.ts";
import { packState, unpackState } from "../estimator/packed-state.ts";
import type { ModelColumn } from "../runtime/model-column.ts";
import { openModel } from "../runtime/open-model.ts";

/** An estimator of this package, judged the way the product uses it; the export runs in ONNX Runtime. */
export function estimatorSubject(
  estimator: Estimator,
  options: JsonObject = {},
): Pick<EstimatorSubject, "estimator" | "options" | "fit" | "stored" | "run"> {
  return {
    estimator,
    options,
    async fit(training, given, context) {
      const fitted = await fitEstimator(estimator, training, given, {
        randomKey: context.randomKey,
        signal: context.signal,
        onProgress: (done, total, note) => context.progress(done, total, note),
        ...(context.initialState && { initial: fittedOf(estimator, training, context.initialState) }),
      });
      return fitted.state;
    },
    stored(state) {
      const { json, blocks } = packState(state);
      return unpackState({ json: JSON.parse(JSON.stringify(json)), blocks });
    },
    run: async (state, training, features) => run(estimator, fittedOf(estimator, training, state), features),
  };
}

/** An estimator that holds others can take what these can: it is judged with their capabilities. */
export function withCapabilities(estimator: Estimator, { capabilities }: Estimator): Estimator {
  return { ...estimator, capabilities };
}

function fittedOf(estimator: Estimator, { features, target }: TrainingData, state: object): FittedEstimator {
  return {
    formatVersion: 1,
    estimator: estimator.name,
    engine: "native",
    options: {},
    features: features.map(schemaOf),
    target: target.kind === "values" ? { kind: "values" } : { kind: "classes", classes: target.classes },
    rows: 0,
    threads: 1,
    warnings: [],
    state,
  };
}

async function run(
  estimator: Estimator,
  fitted: FittedEstimator,
  features: readonly Feature[],
): Promise<ExportedAnswer> {
  await using model = await openModel(await exportEstimator(estimator, fitted));
  const answer = await model.predict(Object.fromEntries(features.map((feature) => [feature.name, inputOf(feature)])));
  const { target } = fitted;
  if (target.kind === "values") {
    return { prediction: { kind: "values", values: doublesOf(answer[VALUE_OUTPUT]) }, labels: null };
  }
  const { classes } = target;
  const probabilities = classes.map((label) => doublesOf(answer[probabilityOutput(label)]));
  const labels = [...(answer[LABEL_OUTPUT] ?? [])].map((label) => labelOf(label, classes));
  return { prediction: { kind: "probabilities", classes, probabilities }, labels };
}

function inputOf(feature: Feature): ModelColumn {
  if (feature.kind === "numeric") return feature.values;
  return Array.from(feature.codes, (code) => feature.categories[code] ?? "");
}

function doublesOf(column: ModelColumn | undefined): Float64Array {
  if (column instanceof Float64Array) return column;
  throw new TypeError("the output is no column of doubles");
}

/** int64 comes as bigint and bool as 0 or 1. */
function labelOf(label: string | number | bigint, classes: readonly ClassLabel[]): ClassLabel {
  if (typeof classes[0] === "boolean") return label === 1;
  return typeof label === "bigint" ? Number(label) : label;
}
