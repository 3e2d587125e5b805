/** Rows of the judged part that a report keeps, for its charts of single rows. */
export const MOST_ROWS = 20_000;

/** At most `maximum` of `count` positions, ascending and evenly apart: all of them where they are few enough. */
export function evenSample(count: number, maximum = MOST_ROWS): Uint32Array {
  const kept = Math.min(count, maximum);
  return Uint32Array.from({ length: kept }, (_, at) => Math.floor((at * count) / kept));
}

export function valuesAt(values: ArrayLike<number>, positions: Uint32Array): readonly number[] {
  return Array.from(positions, (at) => values[at] ?? Number.NaN);
}
