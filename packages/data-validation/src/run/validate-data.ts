import { openTableFile, queryFiles, type ReadOptions, type TableFile } from "@mlops/adapters";
import { type Problem, problemsError } from "@mlops/config";
import { isMlopsError, MlopsError } from "@mlops/core";
import type { DataType } from "@mlops/table";

import { numberOf } from "../expectation/bounds.ts";
import { ColumnSql, type DeclaredType } from "../sql/column-sql.ts";
import { Pass } from "../sql/pass.ts";
import type { Suite, SuiteCheck } from "../suite/suite.ts";
import { checkResult, missingColumnText, notJudged, presentResults } from "./check-result.ts";
import { findFailedRows, type RowExample } from "./find-failed-rows.ts";
import { columnsReadBy, isLackOfColumn, planCheck, type PlannedCheck } from "./plan-check.ts";
import type { CheckResult, ValidationResult } from "./validation-result.ts";
import { verdictOf } from "./verdict.ts";

/** The data: a CSV, Parquet or JSON file, or one SELECT over such files below a folder. */
export type DataSource = { readonly path: string } | { readonly query: string; readonly folder: string };

export interface ValidateOptions extends Pick<ReadOptions, "memoryLimit" | "threads" | "signal"> {
  /** What ages are measured against, milliseconds of UTC. */
  readonly now: number;
}

/**
 * Judges data by a suite of expectations, in one pass over its rows. Where something failed, a second one finds the rows,
 * and one more those of each uniqueness check that failed; a column of a text file that an expression uses without a
 * declared `type` takes one to learn it.
 *
 * @throws MlopsError as `openTableFile` for data that cannot be read, EXPECTATIONS_INVALID (or VALUE_INVALID) with places
 *   in the suite for a malformed pattern or an expression whose types do not go together
 */
export async function validateData(
  source: DataSource,
  suite: Suite,
  options: ValidateOptions,
): Promise<ValidationResult> {
  await using file = await openData(source, suite, options);
  const names = file.schema.map(({ name }) => name);
  await assertProbes(file, suite);
  const inferred = await inferredTypes(source, suite, file, options);
  const pass = new Pass();
  const columns = columnsOf(file, suite, pass);
  const column = (name: string): ColumnSql => {
    const found = columns.get(name);
    if (found === undefined) throw missingColumn(name, names);
    return found;
  };
  const known = suite.columns.map(({ name }) => name);
  const scope = {
    column,
    columnNames: names,
    knownColumns: known,
    typeOf: (name: string) => inferred.get(name) ?? column(name).stored,
  };

  const optionalAbsent = new Set(
    suite.columns.filter(({ name, optional }) => optional && !columns.has(name)).map(({ name }) => name),
  );
  const problems: Problem[] = [];
  const planned = suite.checks.map((check): PlannedCheck | CheckResult => {
    if (check.column !== undefined && !columns.has(check.column)) {
      return notJudged(check, optionalAbsent.has(check.column) ? "column-absent" : "column-missing");
    }
    try {
      return planCheck(check, pass, scope, options.now);
    } catch (error) {
      if (isLackOfColumn(error))
        return notJudged(check, error.hint === undefined ? error.message : `${error.message} ${error.hint}`, "failed");
      if (!isMlopsError(error)) throw error;
      problems.push({
        code: "VALUE_INVALID",
        ...check.at,
        path: check.id,
        message: error.message,
        hint: error.hint ?? "",
      });
      return notJudged(check, error.message);
    }
  });
  if (problems.length > 0) throw problemsError("EXPECTATIONS_INVALID", problems);

  const rowsName = pass.total("count(*)");
  const [totals = {}] = await file.select((relation) => pass.sql(relation));
  const { broken } = await file.places(0);
  const values = { ...totals, broken: broken.length };
  const answers = planned.flatMap((each) => ("read" in each ? [{ planned: each, answer: each.read(values) }] : []));
  const rows = await findFailedRows(file, pass, answers);
  const places = await file.places(lastOf(rows));
  const answered = new Map(
    answers.map((each) => [
      each.planned,
      checkResult(each.planned.check, each.answer, rows.get(each.planned) ?? [], places),
    ]),
  );
  const results = planned.flatMap((each) => ("read" in each ? (answered.get(each) ?? []) : [each]));
  const always = presentResults(suite, names, places);
  const checks = [...always, ...results];
  return {
    suite: suite.name,
    data: file.path,
    rows: numberOf(totals[rowsName]) ?? 0,
    columns: names.length,
    ...verdictOf(checks),
    checks,
  };
}

async function openData(source: DataSource, suite: Suite, options: ValidateOptions): Promise<TableFile> {
  if ("query" in source) return queryFiles(source.query, { ...options, folder: source.folder });
  const { format, encoding, delimiter, nullValues } = suite.reading;
  return openTableFile(source.path, {
    ...options,
    inferTypes: false,
    ...(format !== undefined && { format }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(nullValues !== undefined && { nullValues }),
  });
}

function columnsOf({ schema }: TableFile, { checks }: Suite, pass: Pass): ReadonlyMap<string, ColumnSql> {
  return new Map(
    schema.map(({ name, type }, index) => [
      name,
      new ColumnSql(pass, name, `v${index}`, type, declaredType(name, checks)),
    ]),
  );
}

function declaredType(column: string, checks: readonly SuiteCheck[]): DeclaredType | undefined {
  const check = checks.find((each) => each.column === column && each.expectation.name === "type");
  if (check === undefined) return undefined;
  const { is, format } = check.options as unknown as { readonly is: DeclaredType["kind"]; readonly format?: string };
  return { kind: is, format };
}

/** Types of text columns that expressions use and that the suite does not declare. */
async function inferredTypes(
  source: DataSource,
  suite: Suite,
  file: TableFile,
  options: ValidateOptions,
): Promise<ReadonlyMap<string, DataType>> {
  if ("query" in source) return new Map();
  const used = new Set(
    suite.checks
      .filter(({ expectation, options: { where } }) => expectation.name === "rules" || where !== undefined)
      .flatMap(columnsReadBy),
  );
  const open = file.schema.filter(
    ({ name, type }) => type === "string" && used.has(name) && declaredType(name, suite.checks) === undefined,
  );
  if (open.length === 0) return new Map();
  const { format, encoding, delimiter, nullValues } = suite.reading;
  await using typed = await openTableFile(source.path, {
    ...options,
    columns: open.map(({ name }) => name),
    ...(format !== undefined && { format }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    ...(nullValues !== undefined && { nullValues }),
  });
  return new Map(typed.schema.map(({ name, type }) => [name, type]));
}

/** Tries patterns and formats on their own, so that a malformed one is told with its line. */
async function assertProbes(file: TableFile, { checks }: Suite): Promise<void> {
  const probes = checks.flatMap((check) => {
    const sql = check.expectation.probe?.(check.options);
    return sql === undefined ? [] : [{ check, sql }];
  });
  const problems: Problem[] = [];
  for (const { check, sql } of probes) {
    try {
      await file.select(() => `SELECT ${sql}`);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      const message = `${check.id} cannot be used: ${(cause.split("\n")[0] ?? cause).replace(/^[\w ]+ Error: /, "")}.`;
      problems.push({
        code: "VALUE_INVALID",
        ...check.at,
        path: check.id,
        message,
        hint: "Patterns are RE2's, date formats strptime's.",
      });
    }
  }
  if (problems.length > 0) throw problemsError("EXPECTATIONS_INVALID", problems);
}

function missingColumn(name: string, names: readonly string[]): MlopsError {
  return new MlopsError("TABLE_COLUMN_UNKNOWN", missingColumnText(name, names), { details: { column: name } });
}

/** The last of the rows that are shown. */
function lastOf(rows: ReadonlyMap<unknown, readonly RowExample[]>): number {
  const shown = [...rows.values()].flat().flatMap(({ record, first }) => [record, first ?? 0]);
  return Math.max(0, ...shown);
}
