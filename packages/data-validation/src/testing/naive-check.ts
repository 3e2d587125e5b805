/** A check's numbers by a literal reading of its definition, over the cells of one column; null is no value. */
export interface NaiveAnswer {
  readonly judged: number;
  readonly failed: number;
  /** Positions of the rows that failed, from 0. */
  readonly rows: readonly number[];
}

export type Cells = readonly (string | null)[];

export function naiveRows(
  cells: Cells,
  holds: (cell: string, index: number) => boolean,
  judges = (_cell: string, _index: number) => true,
): NaiveAnswer {
  const judged = cells.flatMap((cell, index) => (cell !== null && judges(cell, index) ? [{ cell, index }] : []));
  const rows = judged.filter(({ cell, index }) => !holds(cell, index)).map(({ index }) => index);
  return { judged: judged.length, failed: rows.length, rows };
}

/** Rows that repeat an earlier row's key; a row without its whole key is not judged. */
export function naiveKeys(keys: readonly (string | null)[]): NaiveAnswer {
  const seen = new Set<string>();
  return naiveRows(keys, (key) => {
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** A text as DuckDB and the product read it; undefined where it is no number. */
export function naiveNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}

/** Linear interpolation between the two nearest values. */
export function naiveQuantile(values: readonly number[], quantile: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = quantile * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
  return low + (high - low) * (position - Math.floor(position));
}

export function naiveMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
