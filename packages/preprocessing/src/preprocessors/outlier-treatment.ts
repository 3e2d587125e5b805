import { type Column, type Table } from "@mlops/table";
import { z } from "zod";

import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { type GraphColumn, type GraphColumns, scalar } from "../columns/graph-columns.ts";
import { type OutlierBounds, outlierBounds } from "../columns/outlier-bounds.ts";
import { doublesOf, numberColumn } from "../columns/prepared-columns.ts";
import { replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";
import { growIsolationForest, type IsolationForest, pathLengths } from "../trees/isolation-forest.ts";
import { matrixColumn, treesToOnnx } from "../trees/trees-to-onnx.ts";

const options = z
  .strictObject({
    columns: columnSelector,
    method: z
      .enum(["iqr", "zscore", "isolation_forest"])
      .default("iqr")
      .describe("iqr and zscore judge each value of a column, isolation_forest the row as a whole."),
    treatment: z
      .enum(["clip", "null", "drop"])
      .optional()
      .describe(
        "clip: to the nearest bound; null: to a missing value; drop: the row, in training only. Default clip, of isolation_forest drop.",
      ),
    factor: z
      .number()
      .gt(0)
      .default(1.5)
      .describe("Of iqr: interquartile ranges below the lower and above the upper quartile that are still usual."),
    threshold: z
      .number()
      .gt(0)
      .default(3)
      .describe("Of zscore: standard deviations from the mean that are still usual."),
    n_estimators: z.int().min(1).max(1000).default(100).describe("Of isolation_forest: trees."),
    max_samples: z.int().min(2).default(256).describe("Of isolation_forest: training rows that a tree sees."),
    contamination: z
      .union([z.literal("auto"), z.number().gt(0).max(0.5)], { error: "Expected auto, or a share above 0 up to 0.5" })
      .default("auto")
      .describe("Of isolation_forest: share of the training rows that are outliers; auto: a score above ½."),
  })
  .refine(({ method, treatment }) => method !== "isolation_forest" || treatment !== "clip", {
    path: ["treatment"],
    message: "isolation_forest judges whole rows, which have no bound to be clipped to; use null or drop",
  });

type State = {
  readonly treatment: "clip" | "null" | "drop";
  readonly bounds: readonly OutlierBounds[];
  readonly forest: { readonly columns: readonly string[]; readonly forest: IsolationForest } | null;
};

/** Bounds and trees are those of the training rows; a missing value is no outlier. */
export default definePreprocessor({
  name: "outlier-treatment",
  aliases: ["outlier_treatment", "outlier_handler"],
  family: "outlier",
  scope: "row",
  summary: "Clips, empties or drops unusual values by IQR, z-score or an isolation forest.",
  options,
  fit(table, { columns, method, treatment, ...parameters }, { step, random }): State {
    const names = selectColumns(table, columns, { step, accepts: ["number", "code"], byDefault: ["number"] });
    if (method !== "isolation_forest") {
      const bounds = names.map((name) => outlierBounds(name, doublesOf(table.column(name)), method, parameters));
      return { treatment: treatment ?? "clip", bounds, forest: null };
    }
    if (names.length === 0) return { treatment: treatment ?? "drop", bounds: [], forest: null };
    const forest = growIsolationForest(featuresOf(table, names), {
      trees: parameters.n_estimators,
      sample: parameters.max_samples,
      contamination: parameters.contamination,
      key: random,
    });
    return { treatment: treatment ?? "drop", bounds: [], forest: { columns: names, forest } };
  },
  keepInTraining(table, { treatment, bounds, forest }) {
    const kept = new Uint8Array(table.rowCount).fill(1);
    if (treatment !== "drop") return kept;
    for (const { column, low, high } of bounds) {
      doublesOf(table.column(column)).forEach((value, row) => {
        if (value < low || value > high) kept[row] = 0;
      });
    }
    if (forest === null) return kept;
    const isolated = isolatedRows(table, forest);
    return kept.map((keep, row) => (isolated[row] === true ? 0 : keep));
  },
  apply(table, { treatment, bounds, forest }) {
    if (treatment === "drop") return table;
    const isolated = forest === null ? [] : isolatedRows(table, forest);
    const byColumn = new Map(bounds.map((each) => [each.column, each]));
    return replaceColumns(table, (name, column): [string, Column][] | undefined => {
      const own = byColumn.get(name);
      if (own !== undefined) {
        return [[name, numberColumn(doublesOf(column).map((value) => treated(value, own, treatment)))]];
      }
      if (forest?.columns.includes(name) !== true) return undefined;
      return [
        [name, numberColumn(doublesOf(column).map((value, row) => (isolated[row] === true ? Number.NaN : value)))],
      ];
    });
  },
  toOnnx(graph, columns, { treatment, bounds, forest }) {
    if (treatment === "drop") return columns;
    const byColumn = new Map(bounds.map((each) => [each.column, each]));
    const isolated = forest === null ? null : isolatedToOnnx(graph, columns, forest);
    return new Map(
      replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
        const own = byColumn.get(name);
        if (own !== undefined) {
          const [low, high] = [scalar(graph, "low", own.low), scalar(graph, "high", own.high)];
          const missing = (): typeof low => scalar(graph, "missing", Number.NaN);
          const [below, above] = treatment === "clip" ? [low, high] : [missing(), missing()];
          const notAbove = graph.node("Where", [graph.node("Greater", [column.value, high]), above, column.value]);
          const value = graph.node("Where", [graph.node("Less", [column.value, low]), below, notAbove]);
          return [[name, { kind: "number", value }]];
        }
        if (isolated === null || forest?.columns.includes(name) !== true) return undefined;
        const missing = scalar(graph, "missing", Number.NaN);
        return [[name, { kind: "number", value: graph.node("Where", [isolated, missing, column.value]) }]];
      }),
    );
  },
});

type FittedForest = NonNullable<State["forest"]>;

function treated(value: number, { low, high }: OutlierBounds, treatment: "clip" | "null"): number {
  if (value < low) return treatment === "clip" ? low : Number.NaN;
  if (value > high) return treatment === "clip" ? high : Number.NaN;
  return value;
}

function featuresOf(table: Table, names: readonly string[]): Float64Array[] {
  return names.map((name) => doublesOf(table.column(name)));
}

function isolatedRows(table: Table, { columns, forest }: FittedForest): boolean[] {
  return Array.from(pathLengths(forest, featuresOf(table, columns)), (length) => length < forest.limit);
}

function isolatedToOnnx(
  graph: Parameters<typeof scalar>[0],
  columns: GraphColumns,
  { columns: names, forest }: FittedForest,
): ReturnType<typeof scalar> {
  const features = names.flatMap((name) => columns.get(name)?.value ?? []);
  const lengths = matrixColumn(
    graph,
    treesToOnnx(graph, features, forest.trees, () => 0),
    0,
  );
  return graph.node("Less", [lengths, scalar(graph, "limit", forest.limit)]);
}
