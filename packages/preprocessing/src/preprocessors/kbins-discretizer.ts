import { countNulls } from "@mlops/table";
import { z } from "zod";

import { type BinStrategy, binEdges, binOf, binToOnnx } from "../columns/bins.ts";
import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { cast, type GraphColumn, isMissing, scalar } from "../columns/graph-columns.ts";
import { codeColumn, doublesOf } from "../columns/prepared-columns.ts";
import { freeName, replaceColumns, replaceEntries } from "../columns/replace-columns.ts";
import { stayingNames } from "../columns/category-numbers.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";

const options = z.strictObject({
  columns: columnSelector,
  n_bins: z.int().min(2).default(5).describe("Bins for each column; fewer where its values give no more."),
  strategy: z
    .enum(["quantile", "uniform", "kmeans"])
    .default("quantile")
    .describe(
      "quantile: as many rows in each; uniform: of equal width; kmeans: around the centres of one-dimensional k-means.",
    ),
  encode: z
    .enum(["onehot", "ordinal"])
    .default("onehot")
    .describe("onehot: a 0/1 column for each bin, and one for missing values; ordinal: the bin's number, from 0."),
});

type State = {
  readonly encode: "onehot" | "ordinal";
  readonly columns: readonly {
    readonly column: string;
    /** Inner edges, ascending: a value equal to an edge belongs to the bin above it. */
    readonly edges: readonly number[];
    /** Of `onehot`: new columns by the bin that they flag, −1 for missing values. */
    readonly flags: readonly { readonly name: string; readonly bin: number }[];
  }[];
};

/** As scikit-learn's KBinsDiscretizer; missing values stay missing, or have a flag of their own. */
export default definePreprocessor({
  name: "kbins-discretizer",
  aliases: ["kbins_discretizer", "sklearn.preprocessing.KBinsDiscretizer"],
  family: "feature_generation",
  scope: "row",
  summary: "Puts numbers into bins: their number, or a 0/1 column for each.",
  options,
  fit(table, { columns, n_bins, strategy, encode }, { step, warn }): State {
    const names = selectColumns(table, columns, { step, accepts: ["number", "code"], byDefault: ["number"] });
    const taken = stayingNames(table, names);
    const fitted = names.map((name) => {
      const column = table.column(name);
      const edges = binEdges(doublesOf(column), n_bins, strategy);
      if (edges.length + 1 < n_bins) warn(fewerBins(step, name, edges.length + 1, n_bins, strategy));
      const missing = countNulls(column.validity, column.length) > 0;
      const bins = [...Array.from({ length: edges.length + 1 }, (_, bin) => bin), ...(missing ? [-1] : [])];
      const flags =
        encode === "ordinal"
          ? []
          : bins.map((bin) => ({ bin, name: freeName(`${name}_${bin === -1 ? "missing" : `bin_${bin}`}`, taken) }));
      return { column: name, edges, flags };
    });
    return { encode, columns: fitted };
  },
  apply(table, { encode, columns }) {
    const byColumn = new Map(columns.map((fitted) => [fitted.column, fitted]));
    return replaceColumns(table, (name, column) => {
      const fitted = byColumn.get(name);
      if (fitted === undefined) return undefined;
      const bins = Int32Array.from(doublesOf(column), (value) => binOf(value, fitted.edges));
      if (encode === "ordinal") return [[name, codeColumn(bins, (row) => bins[row] === -1)]];
      return fitted.flags.map(({ name, bin }) => [name, codeColumn(bins.map((each) => Number(each === bin)))]);
    });
  },
  toOnnx(graph, columns, { encode, columns: fitted }) {
    const byColumn = new Map(fitted.map((each) => [each.column, each]));
    return new Map(
      replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
        const bins = byColumn.get(name);
        if (bins === undefined) return undefined;
        const bin = binToOnnx(graph, column.value, bins.edges);
        const missing = scalar(graph, "missing", encode === "ordinal" ? Number.NaN : -1);
        const value = graph.node("Where", [isMissing(graph, column), missing, bin]);
        if (encode === "ordinal") return [[name, { kind: "code", value }]];
        return bins.flags.map(({ name, bin }) => {
          const flag = graph.node("Equal", [value, scalar(graph, "bin", bin)]);
          return [name, { kind: "code", value: cast(graph, flag, "double") }];
        });
      }),
    );
  },
});

function fewerBins(step: string, column: string, bins: number, wanted: number, strategy: BinStrategy): string {
  return `${step} makes ${bins} ${bins === 1 ? "bin" : "bins"} of "${column}" instead of ${wanted}: its values give no more (${strategy}).`;
}
