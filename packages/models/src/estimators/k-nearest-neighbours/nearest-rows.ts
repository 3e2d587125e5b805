/**
 * The nearest training rows of a query, nearest first. Distances are compared in single precision, equal ones by the row's
 * number: sums that differ only by the order in which they were added, here or in another runtime, then rank alike.
 */
export interface Neighbours {
  readonly rows: Int32Array;
  /** Sums of |difference|^p, in double precision. */
  readonly sums: Float64Array;
}

/** Keeps the `count` least (rank, row) pairs that it is offered. */
export class NearestRows implements Neighbours {
  readonly rows: Int32Array;
  readonly sums: Float64Array;
  readonly #ranks: Float32Array;
  #held = 0;

  readonly #scale: number;

  /** @param scale what sums are multiplied by before they are ranked */
  constructor(count: number, scale: number) {
    this.#scale = scale;
    this.rows = new Int32Array(count);
    this.sums = new Float64Array(count);
    this.#ranks = new Float32Array(count);
  }

  /** What a rank must not exceed to be kept. */
  get worst(): number {
    return this.#held < this.rows.length ? Infinity : (this.#ranks[this.#held - 1] ?? Infinity);
  }

  rankOf(sum: number): number {
    return Math.fround(sum * this.#scale);
  }

  offer(row: number, sum: number): void {
    const rank = this.rankOf(sum);
    if (this.#held === this.rows.length && !this.#isBefore(rank, row, this.#held - 1)) return;
    let place = this.#held < this.rows.length ? this.#held++ : this.#held - 1;
    for (; place > 0 && this.#isBefore(rank, row, place - 1); place--) {
      this.rows[place] = this.rows[place - 1] ?? 0;
      this.sums[place] = this.sums[place - 1] ?? 0;
      this.#ranks[place] = this.#ranks[place - 1] ?? 0;
    }
    this.rows[place] = row;
    this.sums[place] = sum;
    this.#ranks[place] = rank;
  }

  #isBefore(rank: number, row: number, place: number): boolean {
    const other = this.#ranks[place] ?? 0;
    return rank < other || (rank === other && row < (this.rows[place] ?? 0));
  }
}

/** Every training row is looked at. `scratch` is as long as there are training rows. */
export function nearestByScan(
  columns: readonly Float64Array[],
  query: Float64Array,
  p: 1 | 2,
  count: number,
  scratch: Float64Array,
  scale: number,
): Neighbours {
  scratch.fill(0);
  columns.forEach((column, index) => {
    const at = query[index] ?? 0;
    for (let row = 0; row < scratch.length; row++) {
      const difference = (column[row] ?? 0) - at;
      scratch[row] = (scratch[row] ?? 0) + (p === 2 ? difference * difference : Math.abs(difference));
    }
  });
  const nearest = new NearestRows(count, scale);
  for (let row = 0; row < scratch.length; row++) nearest.offer(row, scratch[row] ?? 0);
  return nearest;
}
