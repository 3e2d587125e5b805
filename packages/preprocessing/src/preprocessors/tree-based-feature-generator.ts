import type { Column } from "@mlops/table";
import { Table } from "@mlops/table";
import { z } from "zod";

import { columnSelector, selectColumns } from "../columns/column-selector.ts";
import { cast, everyRowToOnnx, type GraphColumn, scalar } from "../columns/graph-columns.ts";
import { codeColumn, doublesOf } from "../columns/prepared-columns.ts";
import { freeName } from "../columns/replace-columns.ts";
import { targetSeries } from "../columns/target-series.ts";
import { definePreprocessor } from "../tabular/preprocessor.ts";
import { growForest } from "../trees/grow-forest.ts";
import { leafValue, type Tree } from "../trees/tree.ts";
import { matrixColumn, treesToOnnx } from "../trees/trees-to-onnx.ts";

const options = z.strictObject({
  columns: columnSelector,
  n_estimators: z.int().min(1).max(1000).default(10).describe("Trees."),
  max_depth: z.int().min(1).max(10).default(3).describe("Levels of splits in each."),
  encode: z
    .enum(["onehot", "ordinal"])
    .default("onehot")
    .describe("onehot: a 0/1 column for each leaf; ordinal: one column per tree, the number of the leaf."),
});

type State = {
  readonly columns: readonly string[];
  readonly trees: readonly Tree[];
  /** New columns; a null leaf stands for the leaf's number. */
  readonly made: readonly { readonly name: string; readonly tree: number; readonly leaf: number | null }[];
};

/**
 * In which leaf of each of a few shallow trees a row ends (He et al. 2014). The trees learn the target from bootstrap
 * samples of the training rows; a missing value goes right at every split. The columns themselves stay.
 */
export default definePreprocessor({
  name: "tree-based-feature-generator",
  aliases: ["tree_based_feature_generator"],
  family: "feature_generation",
  scope: "row",
  summary: "Adds the leaves of shallow trees that learn the target.",
  options,
  fit(table, { columns, n_estimators, max_depth, encode }, { step, target, random }): State {
    const names = selectColumns(table, columns, { step, accepts: ["number", "code"], byDefault: ["number", "code"] });
    const series = targetSeries(target, step).map(({ values }) => values);
    if (names.length === 0) return { columns: [], trees: [], made: [] };
    const features = names.map((name) => doublesOf(table.column(name)));
    const trees = growForest(features, series, { trees: n_estimators, depth: max_depth, key: random });
    const taken = new Set(table.columnNames);
    const made = trees.flatMap((tree, index): State["made"] => {
      if (encode === "ordinal") return [{ name: freeName(`tree_${index}`, taken), tree: index, leaf: null }];
      const leaves = tree.feature.filter((feature) => feature === -1).length;
      return Array.from({ length: leaves }, (_, leaf) => ({
        name: freeName(`tree_${index}_leaf_${leaf}`, taken),
        tree: index,
        leaf,
      }));
    });
    return { columns: names, trees, made };
  },
  apply(table, { columns, trees, made }) {
    const features = columns.map((name) => doublesOf(table.column(name)));
    const leaves = trees.map((tree) =>
      Int32Array.from({ length: table.rowCount }, (_, row) =>
        leafValue(tree, (feature) => features[feature]?.[row] ?? Number.NaN),
      ),
    );
    const columnsMade = made.map(({ name, tree, leaf }): [string, Column] => {
      const own = leaves[tree] ?? new Int32Array(table.rowCount);
      return [name, codeColumn(leaf === null ? own : own.map((each) => Number(each === leaf)))];
    });
    return Table.fromColumns([...table, ...columnsMade], table.rowCount);
  },
  toOnnx(graph, columns, state) {
    if (state.trees.length === 0) return columns;
    const features = state.columns.flatMap((name) => columns.get(name)?.value ?? []);
    const matrix = treesToOnnx(graph, features, state.trees, (tree) => tree);
    const leaves = state.trees.map((_, tree) => matrixColumn(graph, matrix, tree));
    const made = state.made.map(({ name, tree, leaf }): [string, GraphColumn] => {
      const own = leaves[tree] ?? everyRowToOnnx(graph, columns, 0);
      if (leaf === null) return [name, { kind: "code", value: own }];
      const flag = graph.node("Equal", [own, scalar(graph, "leaf", leaf)]);
      return [name, { kind: "code", value: cast(graph, flag, "double") }];
    });
    return new Map([...columns, ...made]);
  },
});
