import { type RandomKey } from "@mlops/core";
import type { Table } from "@mlops/table";

import { type Metadata, noMetadata } from "../metadata/metadata.ts";
import { compareTables, type ComparedTables } from "./compared-columns.ts";
import { type ColumnScore, scoreColumn } from "./column-scores.ts";
import { jointMissing, type JointMissing } from "./joint-missing.ts";
import { type PairScore, scorePairs } from "./pair-scores.ts";
import { type Distances, judgePrivacy, type Privacy } from "./privacy.ts";

/** How like the real table a synthetic one is. All scores are from 0 to 1, 1 the best. Plain JSON. */
export interface QualityReport {
  readonly realRows: number;
  readonly syntheticRows: number;
  readonly structure: {
    /** Columns of one type that both tables have, of all that either has. */
    readonly score: number;
    readonly onlyReal: readonly string[];
    readonly onlySynthetic: readonly string[];
    readonly otherTypes: readonly string[];
  };
  /** Mean over columns of the share of values that the real column could hold. */
  readonly validity: number;
  readonly quality: {
    /** Mean of `shapes` and of `pairs`; of the one that there is. */
    readonly overall: number | null;
    /** Mean of the columns' scores. */
    readonly shapes: number | null;
    /** Mean over the pairs that hang together in the real table, as SDMetrics counts them; null where none does. */
    readonly pairs: number | null;
    readonly pairsCounted: number;
    /** Mean over all pairs, however little they have to do with each other. */
    readonly allPairs: number | null;
  };
  readonly columns: readonly ColumnScore[];
  readonly pairs: readonly PairScore[];
  readonly missingness: {
    readonly score: number;
    /** Of pairs of columns that are both incomplete; null where there are none. */
    readonly joint: JointMissing | null;
  };
  readonly privacy: Privacy;
  /** Columns that only name rows, and were not compared. */
  readonly ids: readonly string[];
}

/** The report, and what its page draws. */
export interface JudgedTables {
  readonly report: QualityReport;
  readonly tables: ComparedTables;
  readonly distances: Distances;
}

/**
 * @param options.holdout rows that the synthesizer never saw, for privacy
 * @throws MlopsError SYNTHESIS_DATA_INVALID where nothing can be compared
 */
export function judgeQuality(
  real: Table,
  synthetic: Table,
  key: RandomKey,
  { metadata = noMetadata, holdout }: { readonly metadata?: Metadata; readonly holdout?: Table } = {},
): JudgedTables {
  const tables = compareTables(real, synthetic, metadata, holdout);
  const columns = tables.columns.map(scoreColumn);
  const pairs = scorePairs(tables.columns);
  const counted = pairs.filter(({ counts }) => counts);
  const shapes = meanOf(columns.map(({ score }) => score));
  const pairScore = meanOf(counted.map(({ score }) => score));
  const { privacy, distances } = judgePrivacy(tables, key);
  const all = tables.columns.length + tables.ids.length + tables.onlyReal.length + tables.onlySynthetic.length;
  const report: QualityReport = {
    realRows: tables.realRows,
    syntheticRows: tables.syntheticRows,
    structure: {
      score: (tables.columns.length + tables.ids.length - tables.otherTypes.length) / all,
      onlyReal: tables.onlyReal,
      onlySynthetic: tables.onlySynthetic,
      otherTypes: tables.otherTypes,
    },
    validity: meanOf(columns.map(({ validity }) => validity)) ?? 0,
    quality: {
      overall: meanOf([shapes, pairScore]),
      shapes,
      pairs: pairScore,
      pairsCounted: counted.length,
      allPairs: meanOf(pairs.map(({ score }) => score)),
    },
    columns,
    pairs,
    missingness: {
      score: meanOf(columns.map(({ missingSimilarity }) => missingSimilarity)) ?? 0,
      joint: jointMissing(tables.columns),
    },
    privacy,
    ids: tables.ids,
  };
  return { report, tables, distances };
}

/** The mean of the numbers that there are; null where there is none. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
