import { type PlainColumn, type PlainFeature, preprocessorConformance } from "@mlops/conformance";
import type { Feature, JsonValue } from "@mlops/core";
import { type Column, columnBuilder, digestTable, Table } from "@mlops/table";

import { applyPreparation } from "../tabular/apply-preparation.ts";
import { fitPreparation } from "../tabular/fit-preparation.ts";
import { openPreparation } from "../tabular/preparation.ts";
import type { Preprocessor } from "../tabular/preprocessor.ts";
import { runOnnx } from "./run-onnx.ts";

export function tableOf(columns: readonly PlainColumn[]): Table {
  return Table.fromColumns(
    columns.map(({ name, type, values }) => {
      const builder = columnBuilder(type, name);
      for (const value of values) builder.append(value);
      return [name, builder.finish()] as const;
    }),
  );
}

export function plainFeatures(features: readonly Feature[]): PlainFeature[] {
  return features.map((feature) =>
    feature.kind === "numeric"
      ? { name: feature.name, values: [...feature.values] }
      : { name: feature.name, values: [...feature.codes], categories: feature.categories },
  );
}

/** Of the rows of a table, for steps that learn from what is to be predicted. */
export type TestedTarget = "two classes" | "three classes" | "values";

const targetOf: Readonly<Record<TestedTarget, (row: number) => string | number>> = {
  "two classes": (row) => (row % 3 === 0 ? "bad" : "good"),
  "three classes": (row) => ["a", "b", "c"][row % 3] ?? "a",
  values: (row) => Math.sin(row) * 10,
};

function withTarget(table: Table, target: TestedTarget | undefined): Table {
  if (target === undefined) return table;
  const values = Array.from({ length: table.rowCount }, (_, row) => targetOf[target](row));
  const [[, column]] = [...tableOf([{ name: "y", type: target === "values" ? "float64" : "string", values }])] as [
    [string, Column],
  ];
  return table.withColumn("y", column);
}

/** The laws of a preprocessor with these options. The suite's columns are those that options can name. */
export function conformPreprocessor(preprocessor: Preprocessor, given: object = {}, target?: TestedTarget): void {
  const options = preprocessor.options.parse(given);
  const step = { type: preprocessor.name, label: `Step 1 (${preprocessor.name})`, preprocessor, options };
  const open = (state: JsonValue) => openPreparation(state, async () => preprocessor);
  preprocessorConformance<Table>({
    name: `${preprocessor.name} ${JSON.stringify(given)}${target === undefined ? "" : ` of ${target}`}`,
    tableOf,
    digest: digestTable,
    fit: (table) =>
      fitPreparation(withTarget(table, target), [step], target === undefined ? {} : { targets: ["y"] }).preparation
        .state as JsonValue,
    apply: async (table, state) => plainFeatures(applyPreparation(table, await open(state))),
    runOnnx: async (columns, state) => runOnnx(columns, await open(state)),
  });
}
