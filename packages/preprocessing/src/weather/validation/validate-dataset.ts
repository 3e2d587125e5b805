import { MlopsError } from "@mlops/core";

import type { WeatherDataset } from "./dataset.ts";
import type { CheckFinding, CheckSeverity, DatasetCheck } from "./dataset-check.ts";
import { structureChecks } from "./structure-checks.ts";
import { timeChecks } from "./time-checks.ts";
import { valueChecks } from "./value-checks.ts";

/** All checks in the order in which they are reported. */
export const datasetChecks: readonly DatasetCheck[] = [...structureChecks, ...valueChecks, ...timeChecks];

/** critical: a critical check failed; poor: an error; fair: warnings in more than 30 % of the checks that ran; else good. */
export type DatasetGrade = "critical" | "poor" | "fair" | "good";

export type CheckResult = CheckFinding & { readonly name: string; readonly severity: CheckSeverity };

export interface DatasetValidation {
  readonly grade: DatasetGrade;
  /** Percent of the checks that ran and passed; a skipped check did not run. */
  readonly featureQuality: number;
  readonly checks: readonly CheckResult[];
}

const MOST_WARNINGS = 0.3;

/**
 * Runs the named checks, all by default, and grades the dataset.
 *
 * @throws MlopsError VALIDATION_CHECK_UNKNOWN for a name that no check has; VALIDATION_WITHOUT_CHECKS where no check is
 *   named or none found anything to judge: "nothing was checked" is never a pass
 */
export function validateDataset(
  dataset: WeatherDataset,
  names: readonly string[] = datasetChecks.map(({ name }) => name),
): DatasetValidation {
  const selected = names.map(checkNamed);
  const checks = selected.map(({ name, severity, run }): CheckResult => ({ ...run(dataset), name, severity }));
  const ran = checks.filter(({ status }) => status !== "skipped");
  if (ran.length === 0) {
    const why = checks.map((check) => (check.status === "skipped" ? `${check.name}: ${check.message}` : check.name));
    throw new MlopsError(
      "VALIDATION_WITHOUT_CHECKS",
      names.length === 0 ? "No check was named." : `None of the checks could run. ${why.join(" ")}`,
    );
  }
  const passedCount = ran.filter(({ status }) => status === "passed").length;
  return { grade: gradeOf(ran), featureQuality: (100 * passedCount) / ran.length, checks };
}

function checkNamed(name: string): DatasetCheck {
  const check = datasetChecks.find((each) => each.name === name);
  if (check) return check;
  throw new MlopsError("VALIDATION_CHECK_UNKNOWN", `There is no check "${name}".`, {
    hint: `The checks are ${datasetChecks.map((each) => each.name).join(", ")}.`,
  });
}

function gradeOf(ran: readonly CheckResult[]): DatasetGrade {
  const failures = (severity: CheckSeverity): number =>
    ran.filter((check) => check.status === "failed" && check.severity === severity).length;
  if (failures("critical") > 0) return "critical";
  if (failures("error") > 0) return "poor";
  return failures("warning") > MOST_WARNINGS * ran.length ? "fair" : "good";
}
