import { parseSpec } from "@mlops/preprocessing";
import { z } from "zod";

import { checkLayoutV15 } from "./check-layout-v15.ts";
import { metricName } from "./metric-name.ts";
import { jsonValue, rangeV15 } from "./search-space-schema.ts";
import { crossValidation, decisionThreshold, leakChecks } from "./table-judgement-schema.ts";
import { modelName, sharedSections, taskName } from "./shared-sections.ts";

const columns = z.array(z.string().min(1));
const share = z.number().min(0).max(1);
const values = z.record(z.string(), jsonValue);

const hyperparameters = z.strictObject({
  tuning_enabled: z.boolean().default(false),
  optimization_metric: metricName.optional(),
  direction: z.enum(["maximize", "minimize"]).optional(),
  n_trials: z.int().min(1).optional(),
  timeout: z.number().positive().optional(),
  fixed: values.optional(),
  tunable: z.record(z.string(), rangeV15).optional(),
  values: values.optional(),
});

const featureViews = z.record(z.string(), z.strictObject({ join_key: z.string().min(1), features: columns.min(1) }));

const data = z.strictObject({
  loader: z
    .strictObject({
      name: z.string().min(1).optional(),
      source_uri: z.string().min(1).optional(),
      encoding: z.enum(["utf-8", "euc-kr"]).optional().describe("Of a text file. Default utf-8."),
      delimiter: z.string().length(1).optional().describe("Of a CSV file. Default a comma, a tab for .tsv."),
    })
    .optional(),
  parse: parseSpec.optional().describe("How the columns are read before any step."),
  fetcher: z
    .strictObject({
      type: z.enum(["pass_through", "feature_store"]),
      feature_views: featureViews.optional(),
      timestamp_column: z.string().min(1).optional(),
    })
    .optional(),
  data_interface: z
    .strictObject({
      target_column: z.string().min(1).optional(),
      treatment_column: z.string().min(1).optional(),
      timestamp_column: z.string().min(1).optional(),
      entity_columns: columns.optional(),
      feature_columns: columns.min(1).optional(),
      sequence_length: z.int().min(1).optional(),
    })
    .optional(),
  split: z
    .strictObject({
      strategy: z.enum(["random", "temporal", "group"]).default("random"),
      temporal_column: z.string().min(1).optional(),
      group_column: z.string().min(1).optional().describe("Rows of one value of it stay in one part."),
      train: share,
      validation: share.default(0),
      test: share,
      calibration: share.default(0),
    })
    .optional(),
  leak_checks: leakChecks.optional(),
});

const columnSelector = z.union([
  columns,
  z.strictObject({ kinds: z.array(z.string().min(1)).min(1).optional(), except: columns.optional() }),
]);

/** Each type has its own parameters, which are judged by the step itself: these are the names that several share. */
const preprocessorStep = z
  .object({
    type: z.string().min(1),
    columns: columnSelector.optional(),
    strategy: z.string().min(1).optional(),
    degree: z.int().optional(),
    n_bins: z.int().optional(),
    create_missing_indicators: z.boolean().optional(),
    handle_unknown: z.string().min(1).optional(),
    unknown_value: z.number().optional(),
    fill_value: jsonValue.optional(),
    limit: z.int().optional(),
    method: z.string().min(1).optional(),
    order: z.int().optional(),
    axis: z.string().min(1).optional(),
    threshold: z.number().optional(),
    interaction_only: z.boolean().optional(),
    encode: z.string().min(1).optional(),
    n_estimators: z.int().optional(),
    max_depth: z.int().optional(),
    sigma: z.number().optional(),
  })
  .catchall(jsonValue);

/** The later layout: data, preprocessor and task stand at the top. The product's own recipes are written in it. */
export const layoutV15Schema = z
  .strictObject({
    name: z.string().min(1),
    task_choice: taskName.optional(),
    ...sharedSections,
    model: z.strictObject({
      name: modelName.optional(),
      class_path: z.string().min(1),
      library: z.string().min(1).optional(),
      initial_model: z.string().min(1).optional(),
      hyperparameters: hyperparameters.optional(),
      calibration: z
        .strictObject({ enabled: z.boolean().default(false), method: z.enum(["beta", "isotonic"]).optional() })
        .optional(),
      decision_threshold: decisionThreshold.optional(),
      computed: z
        .strictObject({
          run_name: z.string().optional(),
          environment: z.string().optional(),
          recipe_file: z.string().optional(),
        })
        .optional(),
    }),
    data: data.optional(),
    preprocessor: z.strictObject({ steps: z.array(preprocessorStep) }).optional(),
    evaluation: z
      .strictObject({
        metrics: z.array(metricName).min(1).optional(),
        random_state: z.int().min(0).default(42),
        cross_validation: crossValidation.optional(),
      })
      .optional(),
    metadata: z
      .strictObject({
        author: z.string().optional(),
        description: z.string().optional(),
        created_at: z.string().optional(),
        tuning_note: z.string().optional(),
      })
      .optional(),
  })
  .superRefine(checkLayoutV15);

export type LayoutV15 = z.output<typeof layoutV15Schema>;
