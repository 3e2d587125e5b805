/** Canonical names with the documented aliases of each; results carry both. */
const aliasesOf: Readonly<Record<string, readonly string[]>> = {
  r2: ["r2_score"],
  mae: ["mean_absolute_error"],
  mse: ["mean_squared_error"],
  rmse: ["root_mean_squared_error"],
  mape: ["mean_absolute_percentage_error"],
  smape: [],
  accuracy: ["accuracy_score"],
  precision: ["precision_score"],
  recall: ["recall_score"],
  f1: ["f1_score"],
  roc_auc: ["roc_auc_score"],
  log_loss: [],
  mean_pinball_loss: [],
  interval_coverage: [],
  silhouette_score: ["silhouette"],
  inertia: [],
  n_clusters: [],
  bic: [],
  aic: [],
  ate: [],
  ate_std: [],
  treatment_effect_significance: [],
  uplift_auc: [],
  qini: [],
  model_auc: [],
  calibration_ece: [],
  calibration_mce: [],
  calibration_brier: [],
};

/** Families named after a class or a quantile: `class_1_f1`, `pinball_loss_p95`. */
const families = [
  /^class_[^\s]+_(precision|recall|f1|support)$/,
  /^(pinball_loss|coverage_rate|mae|mean_pred)_p\d{1,2}$/,
];

const canonicalNames: ReadonlyMap<string, string> = new Map(
  Object.entries(aliasesOf).flatMap(([name, aliases]) => [name, ...aliases].map((spelling) => [spelling, name])),
);

/** Every spelling that a recipe may use. */
export const metricSpellings: readonly string[] = [...canonicalNames.keys()];

/** The canonical name of a metric (`r2_score` is `r2`), or undefined where there is no such metric. */
export function canonicalMetric(spelling: string): string | undefined {
  return canonicalNames.get(spelling) ?? (families.some((family) => family.test(spelling)) ? spelling : undefined);
}

/** The documented aliases of a canonical name. */
export function metricAliases(name: string): readonly string[] {
  return aliasesOf[name] ?? [];
}
