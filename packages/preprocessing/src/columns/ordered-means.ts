import { mean } from "./statistics.ts";

/**
 * For each row the mean of `values` over the rows of its category that come before it in `order`, with the overall mean
 * counted as `a` rows: (Σ before + a·mean) ÷ (n before + a). The row's own value has no part in it but through the mean.
 *
 * @param codes category of each row, from 0
 */
export function orderedMeans(
  codes: Int32Array,
  values: Float64Array,
  order: readonly number[],
  a: number,
): Float64Array {
  const overall = mean(values);
  const [sums, counts] = [new Map<number, number>(), new Map<number, number>()];
  const encoded = new Float64Array(codes.length);
  for (const row of order) {
    const code = codes[row] ?? 0;
    const [sum, count] = [sums.get(code) ?? 0, counts.get(code) ?? 0];
    encoded[row] = (sum + overall * a) / (count + a);
    sums.set(code, sum + (values[row] ?? Number.NaN));
    counts.set(code, count + 1);
  }
  return encoded;
}
