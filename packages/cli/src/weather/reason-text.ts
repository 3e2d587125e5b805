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
    "The run is not tracked: this version reads the tracking options and has no tracker yet. It is in the store.",
  "no-skill-over-component-persistence":
    "The model does not beat component persistence: the last hour repeated in the target's window.",
};

/** Why a prediction has no measured confidence. */
const confidenceSentences: Readonly<Record<string, string>> = {
  "no-measured-error-band": "nothing is measured without a trained model",
  "too-few-truths": "too few truths are known",
};

export function confidenceText(reason: string | null): string {
  return reason === null ? "not measured" : (confidenceSentences[reason] ?? reason);
}

export function reasonText(reason: string): string {
  return sentences[reason] ?? `${reason}.`;
}
