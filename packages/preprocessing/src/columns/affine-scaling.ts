import type { GraphBuilder } from "@mlops/onnx";
import type { Table } from "@mlops/table";

import { type GraphColumn, type GraphColumns, scalar } from "./graph-columns.ts";
import { doublesOf, numberColumn } from "./prepared-columns.ts";
import { replaceColumns, replaceEntries } from "./replace-columns.ts";

/**
 * What a scaler does to a column: (x − centre) ÷ scale. Both are null where training saw no value: every row is missing
 * afterwards, because no scale is known for it.
 */
export type AffineScaling = {
  readonly column: string;
  readonly centre: number | null;
  readonly scale: number | null;
};

export function affineScaling(column: string, centre: number, scale: number): AffineScaling {
  return Number.isNaN(centre) || Number.isNaN(scale)
    ? { column, centre: null, scale: null }
    : { column, centre, scale };
}

export function applyScalings(table: Table, scalings: readonly AffineScaling[]): Table {
  const byColumn = new Map(scalings.map((scaling) => [scaling.column, scaling]));
  return replaceColumns(table, (name, column) => {
    const scaling = byColumn.get(name);
    if (scaling === undefined) return undefined;
    const { centre, scale } = scaling;
    const [shift, unit] = [centre ?? Number.NaN, scale ?? Number.NaN];
    return [[name, numberColumn(doublesOf(column).map((value) => (value - shift) / unit))]];
  });
}

export function scalingsToOnnx(
  graph: GraphBuilder,
  columns: GraphColumns,
  scalings: readonly AffineScaling[],
): GraphColumns {
  const byColumn = new Map(scalings.map((scaling) => [scaling.column, scaling]));
  return new Map(
    replaceEntries(columns, (name, column): [string, GraphColumn][] | undefined => {
      const scaling = byColumn.get(name);
      if (scaling === undefined) return undefined;
      const centred = graph.node("Sub", [column.value, scalar(graph, "centre", scaling.centre ?? Number.NaN)]);
      const value = graph.node("Div", [centred, scalar(graph, "scale", scaling.scale ?? Number.NaN)]);
      return [[name, { kind: "number", value }]];
    }),
  );
}

/**
 * The divisor: 1 for a column that is constant up to rounding, so that it becomes 0 and not noise. `least` is the smallest
 * spread that counts.
 */
export function scaleOrOne(spread: number, least: number): number {
  return spread <= least ? 1 : spread;
}
