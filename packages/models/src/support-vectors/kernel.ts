/** How alike two rows are. `gamma` is per squared unit of the columns. */
export interface Kernel {
  readonly kind: "linear" | "poly" | "rbf" | "sigmoid";
  readonly gamma: number;
  readonly degree: number;
  readonly coef0: number;
}

/** The kernel of one row with each row of a table given by its columns; `out` is as long as these. */
export function kernelAgainst(
  columns: readonly Float64Array[],
  query: Float64Array,
  { kind, gamma, degree, coef0 }: Kernel,
  out: Float64Array,
): Float64Array {
  out.fill(0);
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] ?? out;
    const at = query[index] ?? 0;
    if (kind === "rbf") {
      for (let row = 0; row < out.length; row++) {
        const difference = (column[row] ?? 0) - at;
        out[row] = (out[row] ?? 0) + difference * difference;
      }
    } else {
      for (let row = 0; row < out.length; row++) out[row] = (out[row] ?? 0) + (column[row] ?? 0) * at;
    }
  }
  if (kind === "linear") return out;
  for (let row = 0; row < out.length; row++) {
    const sum = out[row] ?? 0;
    if (kind === "rbf") out[row] = Math.exp(-gamma * sum);
    else if (kind === "poly") out[row] = (gamma * sum + coef0) ** degree;
    else out[row] = Math.tanh(gamma * sum + coef0);
  }
  return out;
}

/** One row of a table that is given by its columns. */
export function rowOf(columns: readonly Float64Array[], row: number): Float64Array {
  return Float64Array.from(columns, (column) => column[row] ?? 0);
}

/**
 * `scale` is 1 / (columns · variance of all values), `auto` 1 / columns; scikit-learn's SVC documents both. Rows count by
 * their weights.
 */
export function gammaOf(
  gamma: "scale" | "auto" | number,
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
): number {
  if (typeof gamma === "number") return gamma;
  if (gamma === "auto") return 1 / columns.length;
  const mean = weightedMean(columns, weights, (value) => value);
  const variance = weightedMean(columns, weights, (value) => (value - mean) ** 2);
  return variance === 0 ? 1 : 1 / (columns.length * variance);
}

function weightedMean(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  of: (value: number) => number,
): number {
  let [sum, total] = [0, 0];
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) {
      const weight = weights?.[row] ?? 1;
      sum += weight * of(column[row] ?? 0);
      total += weight;
    }
  }
  return sum / total;
}
