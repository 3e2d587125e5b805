/** What a reason code of the weather flows means, in a sentence for people. */
const sentences: Readonly<Record<string, string>> = {
  "synthetic-observations":
    "The observations are synthetic: made from climate normals, because no source of real weather could be used.",
  "no-trained-model": "No trained model: this is persistence, the comfort score now. Train one with `mlops train`.",
  "observation-missing": "The newest hour was not observed.",
  "prediction-impossible": "Too little was observed in the last hours for a prediction.",
  "low-data-quality": "The data quality is under 70 of 100.",
  "data-validation-critical": "A critical data check failed; see the data quality in --json.",
  "data-validation-poor": "A data check failed; see the data quality in --json.",
  "features-out-of-range": "Some features lie outside their range; see features.findings in --json.",
  "tracking-not-available":
    "The run is not tracked with MLflow: this version has no tracker for it. It is in the store.",
  "tracking-upload-pending":
    "Not everything that was tracked has arrived; what is missing stays here until `mlops sync`.",
  "tracking-incomplete": "Some of what was logged could not be kept: the disk was full.",
  "no-skill-over-component-persistence":
    "The model is not shown to beat component persistence: the last hour repeated in the target's window.",
  "too-few-blocks": "The last part is shorter than a week: it shows nothing, so the alias did not move.",
  "statistic-undefined":
    "The last part has too little weather that differs to show anything, so the alias did not move.",
};

/** Why a prediction has no measured confidence. */
const confidenceSentences: Readonly<Record<string, string>> = {
  "no-measured-error-band": "nothing is measured without a trained model",
  "too-few-truths": "too few truths are known",
};

export function confidenceText(reason: string | null): string {
  return reason === null ? "not measured" : (confidenceSentences[reason] ?? reason);
}

/** Why the alias did not move to a model: `worse-than-score-persistence`, `not-better-than-hourly-climatology`, … */
const comparison = /^(worse-than|not-better-than|not-shown-better-than)-(.+)$/;
const comparisons: Readonly<Record<string, string>> = {
  "worse-than": "is worse than",
  "not-better-than": "is no better than",
  "not-shown-better-than": "looks better than, and is not shown to be better than,",
};

export function reasonText(reason: string): string {
  const [, relation = "", other = ""] = comparison.exec(reason) ?? [];
  if (other === "") return sentences[reason] ?? `${reason}.`;
  return `By RMSE on the last part the model ${comparisons[relation]} ${other.replaceAll("-", " ")}: the alias did not move.`;
}
