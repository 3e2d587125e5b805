/** The value drawn towards 0 by `by` ≥ 0, and 0 where it is nearer than that. */
export function softThreshold(value: number, by: number): number {
  if (value > by) return value - by;
  return value < -by ? value + by : 0;
}
