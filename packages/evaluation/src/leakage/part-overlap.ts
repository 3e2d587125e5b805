import { formatInstant } from "@mlops/core";

import { type PartName, partNames, type Split } from "../split/split.ts";
import type { LeakFinding } from "./leak-finding.ts";

type Pair = readonly [PartName, PartName];

/**
 * Rows that are in two parts with the same content.
 *
 * @param rowDigests of every row's content, its key column left out
 */
export function identicalRows(parts: Split["parts"], rowDigests: readonly string[]): readonly LeakFinding[] {
  return sharedValues(parts, rowDigests).map(({ pair, rows }) => ({
    check: "identical-rows",
    message: `${rows} rows of the ${pair[1]} part are identical to rows of the ${pair[0]} part.`,
    parts: pair,
    count: rows,
  }));
}

/** Groups (a customer, a station) with rows in two parts. */
export function groupOverlap(parts: Split["parts"], groups: readonly string[]): readonly LeakFinding[] {
  return sharedValues(parts, groups).map(({ pair, values }) => ({
    check: "group-overlap",
    message: `${values.size} groups are in both the ${pair[0]} and the ${pair[1]} part, such as ${JSON.stringify([...values][0])}.`,
    parts: pair,
    count: values.size,
  }));
}

/**
 * Parts that do not follow each other in time with the gap between them.
 *
 * @param instants of the rows in UTC milliseconds
 * @param gap in milliseconds: horizon plus look-back
 */
export function timeOverlap(parts: Split["parts"], instants: Float64Array, gap = 0): readonly LeakFinding[] {
  return pairsOf(parts).flatMap((pair): readonly LeakFinding[] => {
    const last = extreme(parts[pair[0]], instants, Math.max, Number.NEGATIVE_INFINITY);
    const first = extreme(parts[pair[1]], instants, Math.min, Number.POSITIVE_INFINITY);
    if (last < first && last <= first - gap) return [];
    const early = (parts[pair[1]] ?? new Uint32Array()).filter((row) => {
      const instant = instants[row] ?? Number.NaN;
      return instant - gap < last || instant === last;
    });
    const until = `the ${pair[0]} part reaches to ${formatInstant(last)}`;
    const needed = gap === 0 ? "" : ` and ${gap} ms are to lie between`;
    return [
      {
        check: "time-overlap",
        message: `The ${pair[1]} part begins at ${formatInstant(first)}, but ${until}${needed}.`,
        parts: pair,
        count: early.length,
      },
    ];
  });
}

/** Pairs of parts that exist, the earlier in time first. */
function pairsOf(parts: Split["parts"]): readonly Pair[] {
  const present = partNames.filter((part) => (parts[part]?.length ?? 0) > 0);
  return present.flatMap((earlier, at) => present.slice(at + 1).map((later): Pair => [earlier, later]));
}

function sharedValues(
  parts: Split["parts"],
  valueOfRow: readonly string[],
): readonly { readonly pair: Pair; readonly values: ReadonlySet<string>; readonly rows: number }[] {
  const valuesOf = new Map(
    partNames.map((part) => [part, new Set(Array.from(parts[part] ?? [], (row) => valueOfRow[row] ?? ""))]),
  );
  return pairsOf(parts).flatMap((pair) => {
    const earlier = valuesOf.get(pair[0]) ?? new Set();
    const shared = Array.from(parts[pair[1]] ?? [], (row) => valueOfRow[row] ?? "").filter((value) =>
      earlier.has(value),
    );
    return shared.length === 0 ? [] : [{ pair, values: new Set(shared), rows: shared.length }];
  });
}

function extreme(
  rows: Uint32Array | undefined,
  instants: Float64Array,
  pick: (a: number, b: number) => number,
  start: number,
): number {
  return (rows ?? new Uint32Array()).reduce((found, row) => pick(found, instants[row] ?? Number.NaN), start);
}
