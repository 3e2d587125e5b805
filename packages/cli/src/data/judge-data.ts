import type { CheckResult, ValidationResult } from "@mlops/data-validation";

import type { CommandResult } from "../command.ts";
import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";
import { percentText } from "./percent-text.ts";
import { writeNewText } from "./write-text.ts";

export interface JudgeDataRequest {
  /** As it was given: lines of it are shown so. */
  readonly data: string;
  /** Absolute. */
  readonly expectations: string;
  readonly report: string | undefined;
  readonly projectRoot: string;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Judges a data file by a suite; a suite that does not pass ends with the exit code of invalid data. */
export async function judgeData(request: JudgeDataRequest): Promise<CommandResult> {
  const { data, expectations, report, now, signal, projectRoot } = request;
  const { loadSuite, validateData, validationReport } = await import("@mlops/data-validation");
  const suite = await loadSuite(expectations, { projectRoot, signal });
  const result = await validateData({ path: data }, suite, { now, signal });
  if (report !== undefined) await writeNewText(report, await validationReport(result), { replace: true });
  const { passed, reasons, checks, rows, columns } = result;
  return {
    outcome: { status: !passed ? "failed" : reasons.length > 0 ? "degraded" : "ok", reasons },
    document: {
      suite: result.suite,
      data,
      rows,
      columns,
      passed,
      counts: countsOf(checks),
      checks,
      ...(report !== undefined && { report }),
    },
    human: (style) => answerText(result, style, report),
    ...(!passed && { exit: "invalid" as const }),
  };
}

function countsOf(checks: readonly CheckResult[]) {
  const count = (status: CheckResult["status"]): number => checks.filter((each) => each.status === status).length;
  return { passed: count("passed"), failed: count("failed"), notJudged: count("not-judged") };
}

function answerText(result: ValidationResult, style: Style, report: string | undefined): string {
  const { checks, passed, rows, columns, suite, reasons } = result;
  const counts = countsOf(checks);
  // A missing column is told once, not once for each of its checks.
  const shown = checks.filter(({ status, reason }) => status !== "passed" && reason !== "column-missing");
  const headline = [
    passed ? style.green("passed") : style.red("failed"),
    `${style.bold(suite)}: ${counts.passed} checks passed, ${counts.failed} failed, ${counts.notJudged} not judged;`,
    `${rows} rows, ${columns} columns`,
  ].join(" ");
  return [
    headline,
    ...(reasons.includes("nothing-judged") ? [renderNote("No check found anything to judge.", style)] : []),
    ...(shown.length === 0 ? [] : [checkTable(shown, style)]),
    ...shown.flatMap((check) => exampleText(check, style)),
    ...(report === undefined ? [] : [`report ${report}`]),
  ].join("\n\n");
}

function checkTable(checks: readonly CheckResult[], style: Style): string {
  return renderTable(
    ["CHECK", "RESULT", "FAILED", "EXPECTED", "FOUND"],
    checks.map((check) => [
      check.id,
      resultText(check, style),
      check.failed === null ? null : `${check.failed} of ${check.judged}`,
      check.mostly === null || check.mostly === 1
        ? check.expected
        : `${check.expected}, for ${percentText(check.mostly)}`,
      foundText(check),
    ]),
    style,
  );
}

function resultText({ status, severity }: CheckResult, style: Style): string {
  if (status === "not-judged") return style.dim("not judged");
  if (severity === "error") return style.red("error");
  return severity === "warn" ? style.yellow("warn") : style.dim("info");
}

function foundText({ observed, passedShare, reason }: CheckResult): string {
  const measured = Object.entries(observed).map(([name, value]) => `${name} ${valueText(value)}`);
  const share = passedShare === null ? [] : [`${percentText(passedShare)} hold`];
  const why = reason === "no-values" ? ["no values"] : reason === "column-absent" ? ["the column is absent"] : [reason];
  return [...share, ...measured, ...why.filter((text) => text !== null)].join(", ");
}

function valueText(value: number | string | null): string {
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : (value ?? "none");
}

function exampleText({ id, examples, failed, description }: CheckResult, style: Style): string[] {
  if (examples.length === 0) return [];
  const width = Math.max(...examples.map(({ where }) => where.length));
  const lines = examples.map(({ where, value, repeats }) => {
    const same = repeats === undefined ? "" : style.dim(`  as ${repeats}`);
    const shown = value === null || value === "" ? "" : `  ${value}`;
    return `  ${where.padEnd(width)}${shown}${same}`;
  });
  const more = (failed ?? 0) - examples.length;
  return [
    [
      `${style.bold(id)}${description === null ? "" : `  ${style.dim(description)}`}`,
      ...lines,
      ...(more > 0 ? [style.dim(`  and ${more} more`)] : []),
    ].join("\n"),
  ];
}
