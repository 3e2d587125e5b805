import type { Places } from "@mlops/adapters";

import { nearestWord } from "@mlops/config";

import brokenRecords from "../expectations/broken-records.ts";
import type { Suite, SuiteCheck } from "../suite/suite.ts";
import { type RowExample, shownRows } from "./find-failed-rows.ts";
import type { PassAnswer } from "./plan-check.ts";
import type { CheckResult, CheckStatus, FailedRow } from "./validation-result.ts";

/** What the pass said of a check, in words and places. */
export function checkResult(
  check: SuiteCheck,
  answer: PassAnswer,
  rows: readonly RowExample[],
  places: Places,
): CheckResult {
  if (answer.form === "whole") {
    const { holds, observed, reason } = answer;
    const status = holds === undefined ? "not-judged" : holds ? "passed" : "failed";
    const examples = check.expectation.name === brokenRecords.name ? brokenRows(places) : [];
    return {
      ...skeleton(check, status),
      observed,
      reason: reason ?? (holds === undefined ? "no-values" : null),
      examples,
    };
  }
  const { judged, failed } = answer;
  const passedShare = judged === 0 ? null : (judged - failed) / judged;
  const mostly = check.options.mostly ?? 1;
  const status = passedShare === null ? "not-judged" : passedShare >= mostly ? "passed" : "failed";
  return {
    ...skeleton(check, status),
    mostly,
    judged,
    failed,
    passedShare,
    reason: passedShare === null ? "no-values" : null,
    examples: rows.map((row) => rowExample(row, places)),
  };
}

/** A check that the pass did not see. */
export function notJudged(check: SuiteCheck, reason: string, status: CheckStatus = "not-judged"): CheckResult {
  return { ...skeleton(check, status), reason };
}

/** What is always checked: that the columns that the suite names are there, and that no record was left out. */
export function presentResults(suite: Suite, names: readonly string[], places: Places): CheckResult[] {
  const missing = suite.columns.filter(({ name, optional }) => !optional && !names.includes(name));
  const present = missing.map(({ name, at }): CheckResult => {
    const reason = missingColumnText(name, names);
    return { ...always(`${name}.present`, "present", "the column", "failed"), column: name, reason, at: placeOf(at) };
  });
  const isChecked = suite.checks.some(({ expectation }) => expectation.name === brokenRecords.name);
  if (isChecked || places.broken.length === 0) return present;
  const count = places.broken.length;
  const readable = always(brokenRecords.name, brokenRecords.name, brokenRecords.describe({ max: 0 }), "failed");
  return [...present, { ...readable, observed: { brokenRecords: count }, examples: brokenRows(places) }];
}

function brokenRows({ broken }: Places): FailedRow[] {
  return broken.slice(0, shownRows).map(({ where, message }) => ({ where, value: message }));
}

function rowExample({ record, value, first }: RowExample, places: Places): FailedRow {
  return { where: places.row(record).where, value, ...(first !== undefined && { repeats: places.row(first).where }) };
}

function skeleton({ id, expectation, column, options, at }: SuiteCheck, status: CheckStatus): CheckResult {
  return {
    ...always(id, expectation.name, expectation.describe(options), status),
    column: column ?? null,
    severity: options.severity,
    description: options.description ?? null,
    at: placeOf(at),
  };
}

function always(id: string, check: string, expected: string, status: CheckStatus): CheckResult {
  return {
    id,
    check,
    column: null,
    severity: "error",
    status,
    expected,
    description: null,
    mostly: null,
    judged: null,
    failed: null,
    passedShare: null,
    observed: {},
    reason: null,
    examples: [],
    at: null,
  };
}

function placeOf({ file, line, column }: SuiteCheck["at"]): CheckResult["at"] {
  return { file, line, column };
}

export function missingColumnText(name: string, names: readonly string[]): string {
  const near = nearestWord(name, names);
  return `The data has no column "${name}".${near === undefined ? "" : ` Did you mean "${near}"?`}`;
}
