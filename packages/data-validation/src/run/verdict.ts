import type { CheckResult, ValidationResult } from "./validation-result.ts";

/**
 * A suite passes where no check of severity `error` failed and at least one check judged something: a suite whose checks
 * all found nothing to judge has said nothing about the data.
 */
export function verdictOf(checks: readonly CheckResult[]): Pick<ValidationResult, "passed" | "reasons"> {
  const failed = checks.filter(({ status }) => status === "failed");
  const nothing = checks.every(({ status }) => status === "not-judged");
  const broken = failed.some(({ severity }) => severity === "error");
  const unjudged = checks.some(
    ({ status, reason }) => status === "not-judged" && reason !== "column-absent" && reason !== "column-missing",
  );
  return {
    passed: !broken && !nothing,
    reasons: [
      ...(broken ? ["expectations-failed"] : []),
      ...(nothing ? ["nothing-judged"] : []),
      ...(failed.some(({ severity }) => severity === "warn") ? ["warnings"] : []),
      ...(unjudged && !nothing ? ["checks-not-judged"] : []),
    ],
  };
}
