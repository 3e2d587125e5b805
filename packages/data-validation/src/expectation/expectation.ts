import type { DataType } from "@mlops/table";
import type { z } from "zod";

import type { ColumnSql } from "../sql/column-sql.ts";
import type { Pass } from "../sql/pass.ts";

export const severities = ["error", "warn", "info"] as const;
/** `error` fails the suite, `warn` degrades it, `info` is only told. */
export type Severity = (typeof severities)[number];

/** SQL of DuckDB over the levels of a pass. */
export type Sql = string;

/** What of the rows of one check is looked at. */
export interface Judged {
  /** Name of the boolean that says whether a row is judged by the check: it has a value and fulfils `where`. */
  readonly flag: Sql;
}

export interface ColumnScope {
  readonly column: ColumnSql;
  readonly pass: Pass;
  readonly judged: Judged;
  /** The check's `where` alone, null values included; `true` where there is none. */
  readonly where: Sql;
  /** Milliseconds of UTC. */
  readonly now: number;
  /** @throws MlopsError where the data has no such column, which fails the check */
  readonly other: (name: string) => ColumnSql;
}

export interface TableScope {
  readonly pass: Pass;
  readonly judged: Judged;
  readonly columnNames: readonly string[];
  /** Columns that the suite names. */
  readonly knownColumns: readonly string[];
  /** @throws MlopsError where the data has no such column, which fails the check */
  readonly column: (name: string) => ColumnSql;
  /** The type by which an expression reads a column. */
  typeOf(name: string): DataType;
}

/** What a check needs of the pass. */
export type CompiledCheck = RowCheck | KeyCheck | StatisticCheck;

/** Holds or fails row by row; null is a failure unless `judges` says which rows count. */
export interface RowCheck {
  readonly form: "rows";
  readonly holds: Sql;
  /** Rows that count, where it is another set than `judged`. */
  readonly judges?: Sql;
  /** The text that an example row shows. */
  readonly shown: Sql;
}

/** Fails for each row that repeats the key of an earlier one. */
export interface KeyCheck {
  readonly form: "keys";
  readonly keys: readonly Sql[];
  readonly shown: Sql;
  /** All of them have to be there for a row to count. */
  readonly present: Sql;
}

/** Holds or fails as a whole. */
export interface StatisticCheck {
  readonly form: "statistic";
  readonly aggregates: Readonly<Record<string, Sql>>;
  judge(values: Readonly<Record<string, unknown>>): Measured;
}

export interface Measured {
  /** Undefined where there was nothing to measure. */
  readonly holds: boolean | undefined;
  /** What was measured; null where it has no value. */
  readonly observed: Readonly<Record<string, number | string | null>>;
  /** Why it is not so, where `observed` does not tell it. */
  readonly reason?: string;
}

interface Described<Shape extends z.core.$ZodLooseShape> {
  /** As it stands in a suite; the file is called so, with dashes. */
  readonly name: string;
  readonly summary: string;
  /** How it is written in a suite: the value of its key. */
  readonly example: string;
  readonly options: Shape;
  /** A shorter way to write it: what it is and which options it means. */
  readonly shorthand?: { readonly schema: z.ZodType; readonly expand: (value: never) => OptionsInput<Shape> };
  /** What is wrong with options that have the right form. */
  readonly refine?: (options: OptionsOf<Shape>) => string | undefined;
  /** What is expected, in a few words: `18 … 100`. */
  readonly describe: (options: OptionsOf<Shape>) => string;
  /** A constant that DuckDB cannot compute where an option, such as a regular expression, is malformed. */
  readonly probe?: (options: OptionsOf<Shape>) => Sql | undefined;
  /** True where a share of rows may fail (`mostly`). */
  readonly byRow: boolean;
}

export type OptionsOf<Shape extends z.core.$ZodLooseShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;
type OptionsInput<Shape extends z.core.$ZodLooseShape> = z.input<z.ZodObject<Shape, z.core.$strict>>;

export interface ColumnExpectation<Shape extends z.core.$ZodLooseShape> extends Described<Shape> {
  readonly scope: "column";
  readonly compile: (options: OptionsOf<Shape>, scope: ColumnScope) => CompiledCheck;
}

export interface TableExpectation<Shape extends z.core.$ZodLooseShape> extends Described<Shape> {
  readonly scope: "table";
  /** Names of columns that the check reads. */
  readonly columns?: (options: OptionsOf<Shape>) => readonly string[];
  readonly compile: (options: OptionsOf<Shape>, scope: TableScope) => CompiledCheck;
}

/** Of any options: what the catalogue holds. */
// oxlint-disable-next-line typescript/no-explicit-any -- options differ from file to file; each is parsed by its own schema
export type Expectation = ColumnExpectation<any> | TableExpectation<any>;

/** One file in `expectations/` default-exports one of these. */
export function defineColumnExpectation<const Shape extends z.core.$ZodLooseShape>(
  expectation: Omit<ColumnExpectation<Shape>, "scope">,
): ColumnExpectation<Shape> {
  return { ...expectation, scope: "column" };
}

export function defineTableExpectation<const Shape extends z.core.$ZodLooseShape>(
  expectation: Omit<TableExpectation<Shape>, "scope">,
): TableExpectation<Shape> {
  return { ...expectation, scope: "table" };
}
