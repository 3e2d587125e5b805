/** Plain loops: a callback for each value would take longer than many a fit. Each answers −1 where there is no such row. */

export function firstMissing(values: Float64Array): number {
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) return row;
  return -1;
}

export function firstInfinite(values: Float64Array): number {
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    if (value === Infinity || value === -Infinity) return row;
  }
  return -1;
}

export function firstOutside(codes: Int32Array, least: number, end: number): number {
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? 0;
    if (code < least || code >= end) return row;
  }
  return -1;
}
