import { metricBySpelling, metricCatalogue, metricSpellings as builtSpellings } from "@mlops/evaluation";

/** Documented metrics of tasks that are not built yet, with their aliases: a recipe may name them, `train` refuses them. */
const unbuiltAliases: Readonly<Record<string, readonly string[]>> = {
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
};

/** Families named after a class or a quantile: `class_1_f1`, `pinball_loss_p95`. */
const families = [
  /^class_[^\s]+_(precision|recall|f1|support)$/,
  /^(pinball_loss|coverage_rate|mae|mean_pred)_p\d{1,2}$/,
];

const unbuiltNames: ReadonlyMap<string, string> = new Map(
  Object.entries(unbuiltAliases).flatMap(([name, aliases]) => [name, ...aliases].map((spelling) => [spelling, name])),
);

/** Canonical names, then every spelling: of near words a name is suggested before an alias. */
export const metricNames: readonly string[] = [...Object.keys(metricCatalogue), ...Object.keys(unbuiltAliases)];
export const metricSpellings: readonly string[] = [...builtSpellings, ...unbuiltNames.keys()];

/**
 * The canonical name of a metric (`r2_score` is `r2`; variants such as `f1_macro` keep their own), or undefined where
 * there is no such metric.
 */
export function canonicalMetric(spelling: string): string | undefined {
  const built = metricBySpelling(spelling);
  if (built) return built.aliases.includes(spelling) ? built.name : spelling;
  return unbuiltNames.get(spelling) ?? (families.some((family) => family.test(spelling)) ? spelling : undefined);
}

/** Whether this version computes a metric of this canonical name. */
export function isBuiltMetric(name: string): boolean {
  return metricBySpelling(name) !== undefined || families.some((family) => family.test(name));
}

/** The documented aliases of a canonical name. */
export function metricAliases(name: string): readonly string[] {
  return metricCatalogue[name]?.aliases ?? unbuiltAliases[name] ?? [];
}
