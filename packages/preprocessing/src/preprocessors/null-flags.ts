import { type Column, countNulls, Table } from "@mlops/table";
import { z } from "zod";

import type { ColumnKind } from "../columns/column-kind.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { type GraphColumn, isMissing, scalar } from "../columns/graph-columns.ts";
import { isNull, textColumn } from "../columns/prepared-columns.ts";
import { freeName } from "../columns/replace-columns.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const everyKind: readonly ColumnKind[] = ["number", "code", "text", "boolean", "instant"];
const label = z.string().min(1);

const options = z.strictObject({
  columns: columnSelector,
  suffix: label.default("_isnull").describe("End of the new columns' names."),
  null_label: label.default("Null").describe("What the new column holds where the value is missing."),
  present_label: label.default("Notnull").describe("What it holds where there is a value."),
});

type State = {
  readonly flags: readonly { readonly column: string; readonly name: string }[];
  readonly missing: string;
  readonly present: string;
};

/** For each column that lacked some values in training a text column that says so, after the last column. */
export default definePreprocessor({
  name: "null-flags",
  aliases: ["null_flags", "isnull_cols", "IsNull_cols"],
  family: "columns",
  scope: "row",
  summary: "Adds <column>_isnull, Null or Notnull, for each column that lacked values in training.",
  options,
  fit(table, { columns, suffix, null_label, present_label }, { step }): State {
    const taken = new Set(table.columnNames);
    const lacking = selectColumns(table, columns, { step, accepts: everyKind }).filter(
      (name) => countNulls(table.column(name).validity, table.rowCount) > 0,
    );
    return {
      flags: lacking.map((column) => ({ column, name: freeName(`${column}${suffix}`, taken) })),
      missing: null_label.normalize("NFC"),
      present: present_label.normalize("NFC"),
    };
  },
  apply(table, { flags, missing, present }) {
    const made = flags.map(({ column, name }): [string, Column] => {
      const source = table.column(column);
      return [name, textColumn(table.rowCount, (row) => (isNull(source, row) ? missing : present))];
    });
    return Table.fromColumns([...table, ...made], table.rowCount);
  },
  toOnnx(graph, columns, { flags, missing, present }) {
    const made = flags.flatMap(({ column, name }): [string, GraphColumn][] => {
      const source = columns.get(column);
      if (source === undefined) return [];
      const labels = [scalar(graph, "null_label", missing), scalar(graph, "present_label", present)];
      return [[name, { kind: "text", value: graph.node("Where", [isMissing(graph, source), ...labels]) }]];
    });
    return new Map([...columns, ...made]);
  },
});
