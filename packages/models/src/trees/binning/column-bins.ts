import type { Feature } from "@mlops/core";

import { firstMissing } from "../../estimator/first-row.ts";
import { binEdges } from "./bin-edges.ts";

/** How one column's values become bins; bin 0 is for what is missing. */
export type ColumnBins = NumericBins | CategoryBins;

export interface NumericBins {
  readonly kind: "numeric";
  /** Bin b has the values up to edge b − 1 and above edge b − 2. */
  readonly edges: Float32Array;
  /** Bins of values: one more than edges. */
  readonly bins: number;
  readonly hasMissing: boolean;
}

export interface CategoryBins {
  readonly kind: "categorical";
  /** By code; 0 for categories that are treated as missing, being rarer than as many others as there are bins. */
  readonly binOfCode: Uint8Array;
  readonly bins: number;
  readonly hasMissing: boolean;
}

/** Learns the bins of a column, at most `maxBins` ≤ 255. */
export function columnBins(feature: Feature, maxBins: number): ColumnBins {
  if (feature.kind === "numeric") {
    const edges = binEdges(feature.values, maxBins);
    return { kind: "numeric", edges, bins: edges.length + 1, hasMissing: firstMissing(feature.values) >= 0 };
  }
  const counts = new Float64Array(feature.categories.length);
  let missing = 0;
  for (const code of feature.codes) {
    if (code < 0) missing++;
    else counts[code] = (counts[code] ?? 0) + 1;
  }
  const kept = [...counts.keys()]
    .filter((code) => (counts[code] ?? 0) > 0)
    .toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const rare = kept.splice(maxBins).length;
  const binOfCode = new Uint8Array(feature.categories.length);
  kept.toSorted((a, b) => a - b).forEach((code, index) => (binOfCode[code] = index + 1));
  return { kind: "categorical", binOfCode, bins: kept.length, hasMissing: missing > 0 || rare > 0 };
}
