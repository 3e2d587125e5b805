import { z } from "zod";

import { metricName } from "./metric-name.ts";
import { hyperparametersV1 } from "./search-space-schema.ts";
import { crossValidation } from "./table-judgement-schema.ts";
import { modelName, sharedSections, taskName } from "./shared-sections.ts";

const columns = z.array(z.string().min(1));

const preprocessorParams = z.strictObject({
  exclude_cols: columns.optional(),
  categorical_features: columns.optional(),
  categorical_strategy: z.enum(["onehot", "label", "target"]).optional(),
  numerical_features: columns.optional(),
  numerical_strategy: z.enum(["standard", "minmax", "robust"]).optional(),
  missing_strategy: z.enum(["mean", "median", "mode", "drop"]).optional(),
  outlier_detection: z.boolean().optional(),
  outlier_method: z.enum(["iqr", "zscore", "isolation_forest"]).optional(),
});

const dataInterface = z.strictObject({
  task_type: taskName.optional(),
  target_col: z.union([z.string().min(1), columns.min(1)]).optional(),
  treatment_col: z.string().min(1).optional(),
  treatment_value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  class_weight: z.union([z.string(), z.record(z.string(), z.number())]).optional(),
  pos_label: z.union([z.string(), z.number(), z.boolean()]).optional(),
  average: z.string().min(1).optional(),
  sample_weight_col: z.string().min(1).optional(),
  n_clusters: z.int().min(2).optional(),
  true_labels_col: z.string().min(1).optional(),
});

const tuning = z.strictObject({
  enabled: z.boolean().default(false),
  engine: z.string().min(1).optional(),
  n_trials: z.int().min(1).optional(),
  timeout: z.number().positive().optional(),
  metric: metricName.optional(),
  direction: z.enum(["maximize", "minimize"]).optional(),
  pruning: z
    .strictObject({
      enabled: z.boolean().default(true),
      algorithm: z.string().min(1).default("MedianPruner"),
      n_startup_trials: z.int().min(0).default(5),
      n_warmup_steps: z.int().min(0).default(10),
    })
    .optional(),
});

/** The documented layout: loader, augmenter, preprocessor and data_interface stand under `model`. */
export const layoutV1Schema = z.strictObject({
  name: z.string().min(1).optional(),
  ...sharedSections,
  model: z
    .strictObject({
      name: modelName.optional(),
      class_path: z.string().min(1).optional(),
      library: z.string().min(1).optional(),
      hyperparameters: hyperparametersV1.optional(),
      loader: z.strictObject({ name: z.string().min(1).optional(), source_uri: z.string().min(1) }).optional(),
      augmenter: z
        .strictObject({
          type: z.enum(["pass_through", "feature_store"]),
          features: z
            .array(z.strictObject({ feature_namespace: z.string().min(1), features: columns.min(1) }))
            .optional(),
        })
        .optional(),
      preprocessor: z
        .strictObject({ name: z.string().min(1).optional(), params: preprocessorParams.optional() })
        .optional(),
      data_interface: dataInterface.optional(),
    })
    .optional(),
  hyperparameter_tuning: tuning.optional(),
  evaluation: z
    .strictObject({
      metrics: z.array(metricName).min(1).optional(),
      cross_validation: crossValidation.optional(),
      validation: z
        .strictObject({
          method: z.enum(["train_test_split"]).optional(),
          test_size: z.number().gt(0).lt(1).optional(),
          stratify: z.boolean().optional(),
          random_state: z.int().min(0).optional(),
        })
        .optional(),
    })
    .optional(),
});

export type LayoutV1 = z.output<typeof layoutV1Schema>;
