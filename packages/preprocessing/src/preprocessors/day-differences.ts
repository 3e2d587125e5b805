import { compareCodePoints, MlopsError } from "@mlops/core";
import type { GraphBuilder, Value } from "@mlops/onnx";
import { Table } from "@mlops/table";
import { z } from "zod";

import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { cast, type GraphColumn, type GraphColumns, isMissing, scalar } from "../columns/graph-columns.ts";
import { parseDate } from "../columns/parse-date.ts";
import { doublesOf, numberColumn } from "../columns/prepared-columns.ts";
import { freeName } from "../columns/replace-columns.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const DAY_MS = 86_400_000;

const options = z.strictObject({
  differences: z
    .record(z.string().min(1), z.tuple([z.string().min(1), z.string().min(1)]))
    .refine((differences) => Object.keys(differences).length > 0, { message: "Name at least one difference" })
    .describe(
      "New columns by name: {days_left: [due, at]} is due − at in days. Each is a column of instants, or a date such as 2024-01-01 (UTC).",
    ),
});

/** A column, or UTC milliseconds. */
type Operand = { readonly column: string } | { readonly instant: number };

type Difference = { readonly name: string; readonly from: Operand; readonly minus: Operand };

/** Days between instants, with their fraction; missing where one of them is. The new columns stand after the last one. */
export default definePreprocessor({
  name: "day-differences",
  aliases: ["day_differences", "dt_data_handling"],
  family: "columns",
  scope: "row",
  summary: "Adds the days between two instants, or between an instant and a date.",
  options,
  fit(table, { differences }, { step }): Difference[] {
    const taken = new Set(table.columnNames);
    // By name: the order of a map's keys is no part of what a recipe says.
    const byName = Object.entries(differences).toSorted(([a], [b]) => compareCodePoints(a, b));
    return byName.map(([name, operands]) => {
      const [from, minus] = [operandOf(table, operands[0], step), operandOf(table, operands[1], step)];
      if ("instant" in from && "instant" in minus) throw twoDates(step, name, operands);
      return { name: freeName(name, taken), from, minus };
    });
  },
  apply(table, differences) {
    const doubles = (operand: Operand): Float64Array =>
      "column" in operand
        ? doublesOf(table.column(operand.column))
        : new Float64Array(table.rowCount).fill(operand.instant);
    const made = differences.map(({ name, from, minus }) => {
      const [later, earlier] = [doubles(from), doubles(minus)];
      return [name, numberColumn(later.map((value, row) => (value - (earlier[row] ?? Number.NaN)) / DAY_MS))] as const;
    });
    return Table.fromColumns([...table, ...made], table.rowCount);
  },
  toOnnx(graph, columns, differences) {
    const made = differences.map(({ name, from, minus }): [string, GraphColumn] => {
      const difference = graph.node("Sub", [
        millisecondsToOnnx(graph, columns, from),
        millisecondsToOnnx(graph, columns, minus),
      ]);
      return [name, { kind: "number", value: graph.node("Div", [difference, scalar(graph, "day", DAY_MS)]) }];
    });
    return new Map([...columns, ...made]);
  },
});

function twoDates(step: string, name: string, operands: readonly string[]): MlopsError {
  return new MlopsError(
    "PREPROCESSOR_OPTION_INVALID",
    `${step} has the difference "${name}" of two dates, ${operands.join(" and ")}, which is the same in every row.`,
    { hint: "Name a column for one of them.", details: { parameter: "differences", value: name } },
  );
}

function operandOf(table: Table, text: string, step: string): Operand {
  const instant = table.has(text) ? null : parseDate(text);
  if (instant !== null) return { instant };
  const [column] = selectColumns(table, columnSelector.parse([text]), { step, accepts: ["instant"] });
  if (column !== undefined) return { column };
  throw new MlopsError("PREPROCESSING_COLUMN_UNKNOWN", `${step} names no column "${text}".`);
}

/** Doubles with NaN for missing; exact, since instants lie within 2⁵³. */
function millisecondsToOnnx(graph: GraphBuilder, columns: GraphColumns, operand: Operand): Value {
  if ("instant" in operand) return scalar(graph, "instant", operand.instant);
  const column = columns.get(operand.column);
  if (column === undefined) throw new MlopsError("ONNX_GRAPH_INVALID", `There is no column "${operand.column}".`);
  const missing = scalar(graph, "missing", Number.NaN);
  return graph.node("Where", [isMissing(graph, column), missing, cast(graph, column.value, "double")]);
}
