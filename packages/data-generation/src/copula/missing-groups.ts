/** Columns whose cells are absent in the same rows. */
export interface MissingGroup {
  readonly columns: readonly number[];
  /** 1 where absent. */
  readonly absent: Uint8Array;
  readonly count: number;
}

/**
 * Groups columns that are absent together, so that they stay so: one group has one indicator in the copula. Columns that
 * are always there, or never, need none.
 *
 * @param absentOf by column, 1 where absent
 */
export function missingGroups(absentOf: readonly Uint8Array[]): readonly MissingGroup[] {
  const groups = new Map<string, { columns: number[]; absent: Uint8Array; count: number }[]>();
  for (const [column, absent] of absentOf.entries()) {
    let count = 0;
    let hash = 0;
    for (let row = 0; row < absent.length; row += 1) {
      if (absent[row] === 0) continue;
      count += 1;
      hash = (Math.imul(hash, 31) + row) | 0;
    }
    if (count === 0 || count === absent.length) continue;
    const key = `${count}:${hash}`;
    const alike = groups.get(key) ?? [];
    const same = alike.find((group) => group.absent.every((value, row) => value === absent[row]));
    if (same === undefined) groups.set(key, [...alike, { columns: [column], absent, count }]);
    else same.columns.push(column);
  }
  return [...groups.values()].flat().toSorted((a, b) => (a.columns[0] ?? 0) - (b.columns[0] ?? 0));
}
