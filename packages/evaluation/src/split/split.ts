import { MlopsError, type RandomKey } from "@mlops/core";

/** In order of time where that is the order. */
export const partNames = ["train", "validation", "calibration", "test"] as const;
export type PartName = (typeof partNames)[number];

/** Shares of the rows; parts that are left out, or of share 0, do not exist. Their sum is 1 within 0.001. */
export type SplitFractions = Readonly<Partial<Record<PartName, number>>>;

/** Positions of rows by part, ascending; no row is in two parts. */
export interface Split {
  readonly strategy: "random" | "stratified" | "temporal" | "group";
  readonly parts: Readonly<Partial<Record<PartName, Uint32Array>>>;
  /** Kebab-case: why the strategy is not the one that was asked for. */
  readonly reasons: readonly string[];
  /** Rows in no part, left out so that parts do not overlap in time. */
  readonly purged: number;
}

export interface RandomSplitOptions {
  readonly fractions: SplitFractions;
  /** Equal keys give equal splits. */
  readonly key: RandomKey;
  /**
   * What identifies each row. With keys a row's part follows from its key and the set of keys, whatever the order of the
   * rows; without them from its position. Rows with equal keys are interchangeable.
   */
  readonly rowKeys?: readonly string[] | undefined;
}

/** @throws MlopsError EVALUATION_SPLIT_EMPTY naming the first part without rows. */
export function assertPartsFilled(parts: Split["parts"], rows: number): void {
  for (const [part, positions] of Object.entries(parts)) {
    if (positions.length > 0) continue;
    throw new MlopsError("EVALUATION_SPLIT_EMPTY", `The ${part} part of ${rows} rows would hold none.`, {
      details: { part, rows },
    });
  }
}

/** Rows by the index of their part in `names`. */
export function partsOf(names: readonly PartName[], partOfRow: ArrayLike<number>): Split["parts"] {
  const sizes = new Uint32Array(names.length);
  for (let row = 0; row < partOfRow.length; row++) {
    const part = partOfRow[row] ?? -1;
    if (part >= 0) sizes[part] = (sizes[part] ?? 0) + 1;
  }
  const positions = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(names.length);
  for (let row = 0; row < partOfRow.length; row++) {
    const part = partOfRow[row] ?? -1;
    const own = positions[part];
    if (own === undefined) continue;
    own[filled[part] ?? 0] = row;
    filled[part] = (filled[part] ?? 0) + 1;
  }
  return Object.fromEntries(names.map((name, part) => [name, positions[part] ?? new Uint32Array()]));
}
