import { type PlainColumn, type PlainFeature, preprocessorConformance } from "@mlops/conformance";
import type { Feature, JsonValue } from "@mlops/core";
import { columnBuilder, digestTable, Table } from "@mlops/table";

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

/** The laws of a preprocessor with these options. The suite's columns are those that options can name. */
export function conformPreprocessor(preprocessor: Preprocessor, given: object = {}): void {
  const options = preprocessor.options.parse(given);
  const step = { type: preprocessor.name, label: `Step 1 (${preprocessor.name})`, preprocessor, options };
  const open = (state: JsonValue) => openPreparation(state, async () => preprocessor);
  preprocessorConformance<Table>({
    name: `${preprocessor.name} ${JSON.stringify(given)}`,
    tableOf,
    digest: digestTable,
    fit: (table) => fitPreparation(table, [step]).preparation.state as JsonValue,
    apply: async (table, state) => plainFeatures(applyPreparation(table, await open(state))),
    runOnnx: async (columns, state) => runOnnx(columns, await open(state)),
  });
}
