import type { DataSpec, PreprocessingSpec, Recipe, SplitSpec, TuningSpec } from "../recipe.ts";
import type { LayoutV1 } from "../schema/layout-v1.ts";
import { defined } from "./defined.ts";
import { canonicalMetrics, jsonRecord, normaliseShared } from "./normalise-shared.ts";
import { estimatorOfV1 } from "./search-ranges.ts";

type Model = NonNullable<LayoutV1["model"]>;

const DEFAULT_TEST_SHARE = 0.2;

/** Layout v1 as a recipe. `fallbackName` names a recipe that has no name of its own. */
export function normaliseV1(input: LayoutV1, fallbackName: string): Recipe {
  const model = input.model ?? {};
  const name = input.name ?? fallbackName;
  const { task_type: task } = model.data_interface ?? {};
  const estimator = estimatorOfV1(model);
  return {
    ...normaliseShared(input),
    name,
    model: { name: model.name ?? name, ...estimator, ...defined({ library: model.library }) },
    data: dataOf(model, input.evaluation?.validation),
    evaluation: {
      metrics: canonicalMetrics(input.evaluation?.metrics),
      randomState: input.evaluation?.validation?.random_state ?? input.seed,
      ...defined({ crossValidation: input.evaluation?.cross_validation }),
    },
    ...defined({
      task,
      tuning: input.hyperparameter_tuning?.enabled === true ? tuningOf(input.hyperparameter_tuning) : undefined,
      preprocessing: model.preprocessor && preprocessingOf(model.preprocessor),
    }),
  };
}

function dataOf(model: Model, validation: NonNullable<LayoutV1["evaluation"]>["validation"]): DataSpec {
  const { loader, augmenter, data_interface } = model;
  const { target_col, treatment_col, task_type: _, ...options } = data_interface ?? {};
  return {
    augmentation:
      augmenter?.type === "feature_store"
        ? {
            kind: "feature-store",
            views: (augmenter.features ?? []).map(({ feature_namespace, features }) => ({
              name: feature_namespace,
              features,
            })),
          }
        : { kind: "pass-through" },
    targets: target_col === undefined ? [] : [target_col].flat(),
    entityColumns: [],
    options: jsonRecord(options),
    ...defined({
      loader: loader && { name: loader.name ?? "default_loader", sourceUri: loader.source_uri },
      treatmentColumn: treatment_col,
      split: validation && splitOf(validation),
    }),
  };
}

function splitOf({
  test_size = DEFAULT_TEST_SHARE,
  stratify = false,
}: {
  test_size?: number | undefined;
  stratify?: boolean | undefined;
}): SplitSpec {
  return { strategy: "random", train: 1 - test_size, validation: 0, test: test_size, calibration: 0, stratify };
}

function tuningOf(tuning: NonNullable<LayoutV1["hyperparameter_tuning"]>): TuningSpec {
  const { pruning } = tuning;
  return defined({
    trials: tuning.n_trials,
    timeoutSeconds: tuning.timeout,
    metric: tuning.metric === undefined ? undefined : canonicalMetrics([tuning.metric])[0],
    direction: tuning.direction,
    engine: tuning.engine,
    pruning:
      pruning?.enabled === true
        ? { algorithm: pruning.algorithm, startupTrials: pruning.n_startup_trials, warmupSteps: pruning.n_warmup_steps }
        : undefined,
  });
}

function preprocessingOf({ name, params }: NonNullable<Model["preprocessor"]>): PreprocessingSpec {
  return { kind: "options", name: name ?? "default_preprocessor", options: jsonRecord(params ?? {}) };
}
