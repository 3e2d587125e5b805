/** A column that categories are compared by: one number a row, NaN where there is none. */
export type Partner = Float32Array;

const ROUNDS = 60;
/** Rows of a level that its mean is taken as if it had at the mean of all: rare levels are not sure of theirs. */
const SHRINKAGE = 5;

/**
 * The order of a column's levels along the one axis that tells most about the other columns: the first singular vector of
 * the levels' mean scores in all of them (correspondence analysis; Gifi, Nonlinear Multivariate Analysis, 1990). The copula
 * has one score for a column, so that only what lies along an axis can be kept.
 *
 * @param codes of the sampled rows, −1 where there is none
 * @param partners standardised, by column
 * @returns the levels in order
 */
export function orderLevels(codes: Int32Array, levels: number, partners: readonly Partner[]): readonly number[] {
  const counts = new Float64Array(levels);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const byFrequency = Array.from({ length: levels }, (_, level) => level).toSorted(
    (a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b,
  );
  if (levels < 3 || partners.length === 0) return byFrequency;
  const means = partners.map((partner) => levelMeans(codes, partner, levels));
  const weights = counts.map(Math.sqrt);
  // Rows are partners, columns levels; each level weighs as much as it has rows.
  const matrix = means.map((row) => row.map((mean, level) => mean * (weights[level] ?? 0)));
  let axis = Float64Array.from(byFrequency, (_, level) => Math.cos(level + 1));
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(levels);
    for (const row of matrix) {
      let product = 0;
      for (let level = 0; level < levels; level += 1) product += (row[level] ?? 0) * (axis[level] ?? 0);
      for (let level = 0; level < levels; level += 1) next[level] = (next[level] ?? 0) + product * (row[level] ?? 0);
    }
    const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
    if (!(length > 1e-12)) return byFrequency;
    axis = next.map((value) => value / length);
  }
  const position = (level: number): number => (axis[level] ?? 0) / Math.max(weights[level] ?? 0, 1e-9);
  return byFrequency.toSorted((a, b) => position(a) - position(b));
}

function levelMeans(codes: Int32Array, partner: Partner, levels: number): Float64Array {
  const sums = new Float64Array(levels);
  const counts = new Float64Array(levels);
  for (let row = 0; row < codes.length; row += 1) {
    const [level = -1, value = Number.NaN] = [codes[row], partner[row]];
    if (level < 0 || Number.isNaN(value)) continue;
    sums[level] = (sums[level] ?? 0) + value;
    counts[level] = (counts[level] ?? 0) + 1;
  }
  return sums.map((sum, level) => sum / ((counts[level] ?? 0) + SHRINKAGE));
}
