import type { JsonObject } from "@mlops/core";
import type { TablePlan } from "@mlops/pipelines";

/** The configuration that trackers show of training on a table; paths of the machine are not in it. */
export function tableConfig(plan: TablePlan): JsonObject {
  const { recipe, recipeDigest, modelName, alias, task, target, split, estimator, metrics, thresholds } = plan;
  return {
    recipe,
    recipe_digest: recipeDigest,
    model_name: modelName,
    model_alias: alias,
    task,
    target,
    estimator: estimator.classPath,
    hyperparameters: estimator.options,
    split: { ...split },
    metrics,
    thresholds: Object.fromEntries(thresholds.map(({ metric, threshold }) => [metric, threshold])),
  };
}
