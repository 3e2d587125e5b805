import { reasonText } from "../weather/reason-text.ts";

/** What a reason code of training on a table means, in a sentence for people. */
const sentences: Readonly<Record<string, string>> = {
  "no-skill-over-baseline": "The model is no better than the baseline on the test part.",
  "skill-over-baseline-undecided":
    "Whether the model beats the baseline is undecided: the interval of their difference holds 0.",
  "leak-suspected": "The rows may let the model see what it is to predict; see validation.leaks in --json.",
  "bad-cells": "Some rows or cells could not be read; see data.rejected in --json.",
  "class-with-fewer-than-4-rows": "A class has fewer than four rows: the split is random, not stratified.",
};

/** Missed thresholds of the gate: `f1-missed`, `roc_auc-undefined`. */
const ofGate = /^(.+)-(missed|undefined)$/;

export function tableReasonText(reason: string): string {
  const sentence = sentences[reason];
  if (sentence !== undefined) return sentence;
  const [, metric, how] = ofGate.exec(reason) ?? [];
  if (metric === undefined) return reasonText(reason);
  return how === "missed"
    ? `The gate's threshold on ${metric} is missed.`
    : `The gate's metric ${metric} is not defined on the test part.`;
}
