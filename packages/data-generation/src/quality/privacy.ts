import { type RandomKey, splitKey } from "@mlops/core";

import { sampleRows } from "../copula/sample-rows.ts";
import type { ComparedTables } from "./compared-columns.ts";
import { nearestDistances, newRecords, rangesOf, type Records, recordsOf } from "./record-distances.ts";

/** How near synthetic rows come to real ones. */
export interface Privacy {
  /** Synthetic rows that were looked at, and real ones that they were held against. */
  readonly rows: number;
  readonly realRows: number;
  /** Share of synthetic rows that match no real row: every category, and every number within a hundredth. */
  readonly newRowShare: number;
  /** Median distances, 0 to 1, from synthetic rows to the nearest real row, and from real rows to the nearest other one. */
  readonly medianDistance: number;
  readonly medianRealDistance: number;
  /** Share of synthetic rows that are nearer to a real row than its 5 % nearest pairs are to each other; about 0.05 where nothing was copied. */
  readonly tooClose: number;
  /** Against rows that the synthesizer never saw. Null, with the reason, where none were given. */
  readonly holdout: HoldoutPrivacy | null;
  readonly holdoutReason: string | null;
}

export interface HoldoutPrivacy {
  readonly rows: number;
  /** Share of synthetic rows that are nearer to the training rows than to as many held-out ones; about 0.5 where nothing was copied. */
  readonly closerToTraining: number;
  /** min(1, 2·(1 − closerToTraining)). */
  readonly score: number;
  readonly medianDistance: number;
}

/** For charts. */
export interface Distances {
  readonly synthetic: Float64Array;
  readonly real: Float64Array;
  readonly holdout: Float64Array | null;
}

const MOST_SYNTHETIC = 1000;
const MOST_REAL = 5000;
const NEAR = 0.05;

export function judgePrivacy(
  tables: ComparedTables,
  key: RandomKey,
): { readonly privacy: Privacy; readonly distances: Distances } {
  const { columns, realRows, syntheticRows, holdoutRows } = tables;
  const drawn = recordsOf(columns, "synthetic", sampleRows(syntheticRows, MOST_SYNTHETIC, splitKey(key, "synthetic")));
  const rows = sampleRows(realRows, MOST_REAL, splitKey(key, "real"));
  const all = recordsOf(columns, "real", rows);
  const ranges = rangesOf(all);
  const synthetic = nearestDistances(drawn, all, ranges);
  const places = sampleRows(rows.length, MOST_SYNTHETIC, splitKey(key, "some"));
  const some = recordsOf(
    columns,
    "real",
    places.map((place) => rows[place] ?? 0),
  );
  const real = nearestDistances(some, all, ranges, (row) => places[row] ?? -1);
  const border = quantile(real, NEAR);
  const held = holdoutRows === 0 ? undefined : holdoutPrivacy(tables, drawn, ranges, key);
  return {
    privacy: {
      rows: drawn.count,
      realRows: all.count,
      newRowShare: newRecords(drawn, all) / drawn.count,
      medianDistance: quantile(synthetic, 0.5),
      medianRealDistance: quantile(real, 0.5),
      tooClose: synthetic.filter((distance) => distance < border).length / synthetic.length,
      holdout: held?.privacy ?? null,
      holdoutReason: held === undefined ? "no-holdout" : null,
    },
    distances: { synthetic, real, holdout: held?.distances ?? null },
  };
}

/** As many held-out rows as training rows: among more rows, the nearest is nearer. */
function holdoutPrivacy(
  { columns, realRows, holdoutRows }: ComparedTables,
  drawn: Records,
  ranges: Float64Array,
  key: RandomKey,
): { readonly privacy: HoldoutPrivacy; readonly distances: Float64Array } {
  const count = Math.min(MOST_REAL, realRows, holdoutRows);
  const training = recordsOf(columns, "real", sampleRows(realRows, count, splitKey(key, "training")));
  const held = recordsOf(columns, "holdout", sampleRows(holdoutRows, count, splitKey(key, "holdout")));
  const toTraining = nearestDistances(drawn, training, ranges);
  const toHoldout = nearestDistances(drawn, held, ranges);
  let closer = 0;
  // Twins of both are as near to one as to the other.
  for (const [row, distance] of toTraining.entries()) {
    const other = toHoldout[row] ?? 0;
    closer += distance < other ? 1 : distance === other ? 0.5 : 0;
  }
  const closerToTraining = closer / drawn.count;
  return {
    privacy: {
      rows: held.count,
      closerToTraining,
      score: Math.min(1, 2 * (1 - closerToTraining)),
      medianDistance: quantile(toHoldout, 0.5),
    },
    distances: toHoldout,
  };
}

function quantile(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
