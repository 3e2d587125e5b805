import { MlopsError } from "@mlops/core";

import type { PartName } from "../split/split.ts";

/** One way in which the data lets a model see what it is to predict. Plain JSON. */
export interface LeakFinding {
  readonly check: "identical-rows" | "group-overlap" | "time-overlap" | "outcome-column" | "predicts-alone";
  /** One sentence with the offending values. */
  readonly message: string;
  readonly parts?: readonly [PartName, PartName];
  readonly column?: string;
  /** Rows or groups that are concerned. */
  readonly count?: number;
  /** Of a column that predicts alone: area under the ROC curve, or size of the correlation. */
  readonly score?: number;
}

/** `refuse`: a leak ends the run. `report`: it stands in the report. */
export type LeakPolicy = "refuse" | "report";

/**
 * The findings, where the policy lets them stand.
 *
 * @throws MlopsError EVALUATION_LEAK_FOUND with all of them, where the policy is `refuse` and there are any.
 */
export function settleLeaks(findings: readonly LeakFinding[], policy: LeakPolicy): readonly LeakFinding[] {
  if (policy === "report" || findings.length === 0) return findings;
  throw new MlopsError("EVALUATION_LEAK_FOUND", findings.map(({ message }) => message).join(" "), {
    details: { findings },
  });
}
