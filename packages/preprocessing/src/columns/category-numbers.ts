import { doubles, type GraphBuilder } from "@mlops/onnx";
import type { Column, Table } from "@mlops/table";

import { type Category, categoryCodes, MISSING, UNKNOWN } from "./categories.ts";
import { encodeCategories, type GraphColumn, type GraphColumns } from "./graph-columns.ts";
import { numberColumn } from "./prepared-columns.ts";
import { freeName, replaceColumns, replaceEntries } from "./replace-columns.ts";

/** A column whose categories become numbers, in one new column or several. */
export type CategoryNumbers = {
  readonly column: string;
  readonly categories: readonly Category[];
  readonly made: readonly {
    readonly name: string;
    /** By category. */
    readonly numbers: readonly number[];
    readonly missing: number;
    readonly unknown: number;
  }[];
};

/** The names of new columns that stand in the place of `column`, one for each suffix. */
export function madeNames(column: string, suffixes: readonly string[], taken: Set<string>): string[] {
  return suffixes.map((suffix) => freeName(`${column}${suffix}`, taken));
}

/** Names that new columns cannot have: those of columns that stay. */
export function stayingNames(table: Table, replaced: readonly string[]): Set<string> {
  return new Set(table.columnNames.filter((name) => !replaced.includes(name)));
}

export function applyCategoryNumbers(table: Table, fitted: readonly CategoryNumbers[]): Table {
  const byColumn = new Map(fitted.map((each) => [each.column, each]));
  return replaceColumns(table, (name, column) => {
    const numbers = byColumn.get(name);
    return numbers === undefined ? undefined : madeColumns(column, numbers);
  });
}

function madeColumns(column: Column, { categories, made }: CategoryNumbers): [string, Column][] {
  const codes = categoryCodes(column, categories);
  return made.map(({ name, numbers, missing, unknown }) => {
    const of = (code: number): number =>
      code === MISSING ? missing : code === UNKNOWN ? unknown : (numbers[code] ?? Number.NaN);
    return [name, numberColumn(Float64Array.from(codes, of))];
  });
}

export function categoryNumbersToOnnx(
  graph: GraphBuilder,
  columns: GraphColumns,
  fitted: readonly CategoryNumbers[],
): GraphColumns {
  const byColumn = new Map(fitted.map((each) => [each.column, each]));
  return new Map(
    replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
      const numbers = byColumn.get(name);
      if (numbers === undefined) return undefined;
      const { categories, made } = numbers;
      const others = { missing: categories.length, unknown: categories.length + 1 };
      const codes = encodeCategories(graph, column, categories, others);
      return made.map(({ name, numbers, missing, unknown }): [string, GraphColumn] => {
        const table = graph.constant("category_numbers", doubles([...numbers, missing, unknown]));
        return [name, { kind: "number", value: graph.node("Gather", [table, codes]) }];
      });
    }),
  );
}
