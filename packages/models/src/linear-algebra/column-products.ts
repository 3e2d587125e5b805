/**
 * Products of a matrix that is given by its columns. Four columns at a time: the vector that they share is read and
 * written once for all, and no addition waits for another's.
 */

/** `into` + X `coefficients`. */
export function addProduct(into: Float64Array, columns: readonly Float64Array[], coefficients: Float64Array): void {
  for (let first = 0; first < columns.length; first += 4) {
    const [a = into, b, c, d] = columns.slice(first, first + 4);
    const [ca = 0, cb = 0, cc = 0, cd = 0] = coefficients.subarray(first, first + 4);
    if (b && c && d) {
      for (let row = 0; row < into.length; row++) {
        const sum = ca * (a[row] ?? 0) + cb * (b[row] ?? 0) + (cc * (c[row] ?? 0) + cd * (d[row] ?? 0));
        into[row] = (into[row] ?? 0) + sum;
      }
    } else {
      for (const [index, column] of [a, b, c].entries()) {
        const coefficient = [ca, cb, cc][index] ?? 0;
        if (column) addScaledColumn(into, column, coefficient);
      }
    }
  }
}

/** Xᵀ `vector`. */
export function transposedProduct(columns: readonly Float64Array[], vector: Float64Array): Float64Array {
  const products = new Float64Array(columns.length);
  const zero = new Float64Array(vector.length);
  for (let first = 0; first < columns.length; first += 4) {
    const [a = zero, b = zero, c = zero, d = zero] = columns.slice(first, first + 4);
    let [sa, sb, sc, sd] = [0, 0, 0, 0];
    for (let row = 0; row < vector.length; row++) {
      const value = vector[row] ?? 0;
      sa += value * (a[row] ?? 0);
      sb += value * (b[row] ?? 0);
      sc += value * (c[row] ?? 0);
      sd += value * (d[row] ?? 0);
    }
    [sa, sb, sc, sd].slice(0, columns.length - first).forEach((sum, index) => (products[first + index] = sum));
  }
  return products;
}

function addScaledColumn(into: Float64Array, column: Float64Array, coefficient: number): void {
  for (let row = 0; row < into.length; row++) into[row] = (into[row] ?? 0) + coefficient * (column[row] ?? 0);
}
