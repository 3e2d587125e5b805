import type { CostMatrix } from "@mlops/evaluation";

import type { DataSpec, ModelSpec, Recipe, ThresholdSpec, TuningSpec } from "../recipe.ts";
import type { LayoutV15 } from "../schema/layout-v15.ts";
import { defined } from "./defined.ts";
import { canonicalMetrics, jsonRecord, normaliseShared } from "./normalise-shared.ts";
import { searchRange } from "./search-ranges.ts";

const DEFAULT_TRIALS = 10;

export function normaliseV15(input: LayoutV15): Recipe {
  const { hyperparameters } = input.model;
  return {
    ...normaliseShared(input),
    name: input.name,
    model: modelOf(input),
    data: dataOf(input.data ?? {}),
    evaluation: {
      metrics: canonicalMetrics(input.evaluation?.metrics),
      randomState: input.evaluation?.random_state ?? input.seed,
      ...defined({ crossValidation: input.evaluation?.cross_validation }),
    },
    ...defined({
      task: input.task_choice,
      tuning: hyperparameters?.tuning_enabled === true ? tuningOf(hyperparameters) : undefined,
      preprocessing: input.preprocessor && {
        kind: "steps" as const,
        steps: input.preprocessor.steps.map(({ type, ...options }) => ({ type, options: jsonRecord(options) })),
      },
      metadata: input.metadata && defined(input.metadata),
    }),
  };
}

function modelOf({ name, model }: LayoutV15): ModelSpec {
  const { hyperparameters, calibration } = model;
  const { fixed = {}, values = {}, tunable = {}, tuning_enabled = false } = hyperparameters ?? {};
  const space = Object.fromEntries(Object.entries(tunable).map(([key, range]) => [key, searchRange(range)]));
  const { method } = calibration ?? {};
  return {
    name: model.name ?? name,
    classPath: model.class_path,
    values: tuning_enabled ? fixed : { ...fixed, ...values },
    space: tuning_enabled ? space : {},
    ...defined({
      library: model.library,
      initialModel: model.initial_model,
      calibration: calibration?.enabled === true && method !== undefined ? { method } : undefined,
      decisionThreshold: model.decision_threshold && thresholdOf(model.decision_threshold),
    }),
  };
}

type WrittenThreshold = NonNullable<LayoutV15["model"]["decision_threshold"]>;

function thresholdOf({ value = 0.5, metric, beta = 1, costs }: WrittenThreshold): ThresholdSpec {
  switch (metric) {
    case undefined:
      return { kind: "fixed", value };
    case "f_beta":
      return { kind: "tuned", objective: { metric, beta } };
    case "cost":
      return { kind: "tuned", objective: { metric, costs: costsOf(costs) } };
    default:
      return { kind: "tuned", objective: { metric } };
  }
}

function costsOf(costs: WrittenThreshold["costs"]): CostMatrix {
  return {
    falsePositive: costs?.false_positive ?? 1,
    falseNegative: costs?.false_negative ?? 1,
    ...defined({ truePositive: costs?.true_positive, trueNegative: costs?.true_negative }),
  };
}

function tuningOf(tuning: NonNullable<LayoutV15["model"]["hyperparameters"]>): TuningSpec {
  return {
    trials: tuning.n_trials ?? DEFAULT_TRIALS,
    ...defined({
      timeoutSeconds: tuning.timeout,
      metric: tuning.optimization_metric === undefined ? undefined : canonicalMetrics([tuning.optimization_metric])[0],
      direction: tuning.direction,
    }),
  };
}

function dataOf({
  loader,
  parse,
  fetcher,
  data_interface,
  split,
  leak_checks: leakChecks,
}: NonNullable<LayoutV15["data"]>): DataSpec {
  const columns = data_interface ?? {};
  return {
    augmentation:
      fetcher?.type === "feature_store"
        ? {
            kind: "feature-store",
            views: Object.entries(fetcher.feature_views ?? {}).map(([name, view]) => ({
              name,
              joinKey: view.join_key,
              features: view.features,
            })),
            ...defined({ timestampColumn: fetcher.timestamp_column }),
          }
        : { kind: "pass-through" },
    targets: columns.target_column === undefined ? [] : [columns.target_column],
    entityColumns: columns.entity_columns ?? [],
    options: {},
    ...defined({
      loader:
        loader?.source_uri === undefined
          ? undefined
          : {
              name: loader.name ?? "default_loader",
              sourceUri: loader.source_uri,
              ...defined({ encoding: loader.encoding, delimiter: loader.delimiter }),
            },
      parse,
      featureColumns: columns.feature_columns,
      timestampColumn: columns.timestamp_column,
      treatmentColumn: columns.treatment_column,
      sequenceLength: columns.sequence_length,
      split: split && {
        strategy: split.strategy,
        train: split.train,
        validation: split.validation,
        test: split.test,
        calibration: split.calibration,
        // By class where the target has classes; a split says so where it could not.
        stratify: split.strategy === "random",
        ...defined({ temporalColumn: split.temporal_column, groupColumn: split.group_column }),
      },
      leakChecks: leakChecks && { policy: leakChecks.policy, outcomeColumns: leakChecks.outcome_columns },
    }),
  };
}
