/**
 * The spline of a degree from 1 to 5 through points, without a knot at the second and the last but one ("not a knot"): the
 * piecewise polynomial of SciPy's `make_interp_spline`. Coefficients solve the banded collocation system, which is totally
 * positive, so that elimination needs no pivots (de Boor, A Practical Guide to Splines, XIII).
 *
 * @param x ascending, at least `degree` + 1 of them
 * @returns its value at any place; beyond the points the outer polynomials go on
 */
export function interpolatingSpline(
  x: readonly number[],
  y: readonly number[],
  degree: number,
): (at: number) => number {
  const knots = knotsOf(x, degree);
  const coefficients = collocate(x, y, knots, degree);
  return (at) => {
    const interval = intervalOf(knots, at, degree, x.length);
    const basis = basisAt(knots, at, interval, degree);
    return basis.reduce((sum, value, index) => sum + value * (coefficients[interval - degree + index] ?? 0), 0);
  };
}

function knotsOf(x: readonly number[], degree: number): number[] {
  const [first, last] = [x[0] ?? 0, x.at(-1) ?? 0];
  const odd = degree % 2 === 1;
  const places = odd ? [...x] : x.slice(1).map((value, index) => (value + (x[index] ?? value)) / 2);
  const cut = odd ? (degree + 1) / 2 : degree / 2;
  const ends = (value: number): number[] => Array.from({ length: degree + 1 }, () => value);
  return [...ends(first), ...places.slice(cut, places.length - cut), ...ends(last)];
}

/** The m with knot m ≤ at < knot m + 1, within the inner knots. */
function intervalOf(knots: readonly number[], at: number, degree: number, count: number): number {
  let [low, high] = [degree, count - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((knots[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The `degree` + 1 basis splines that are not 0 in an interval (Cox and de Boor). */
function basisAt(knots: readonly number[], at: number, interval: number, degree: number): number[] {
  const basis = [1];
  for (let order = 1; order <= degree; order += 1) {
    let carried = 0;
    for (let index = 0; index < order; index += 1) {
      const right = knots[interval + index + 1] ?? 0;
      const left = knots[interval + 1 - order + index] ?? 0;
      const share = (basis[index] ?? 0) / (right - left);
      basis[index] = carried + (right - at) * share;
      carried = (at - left) * share;
    }
    basis[order] = carried;
  }
  return basis;
}

function collocate(x: readonly number[], y: readonly number[], knots: readonly number[], degree: number): Float64Array {
  const count = x.length;
  const width = 2 * degree + 1;
  const band = new Float64Array(count * width);
  const values = Float64Array.from(y);
  for (let row = 0; row < count; row += 1) {
    const at = x[row] ?? 0;
    const interval = intervalOf(knots, at, degree, count);
    for (const [index, value] of basisAt(knots, at, interval, degree).entries()) {
      band[row * width + (interval - degree + index) - row + degree] = value;
    }
  }
  solveBanded(band, values, degree);
  return values;
}

/** In place: the solution stands in `values` afterwards. Entry (row, column) is at row·(2w + 1) + column − row + w. */
function solveBanded(band: Float64Array, values: Float64Array, half: number): void {
  const count = values.length;
  const at = (row: number, column: number): number => row * (2 * half + 1) + column - row + half;
  for (let pivot = 0; pivot < count; pivot += 1) {
    for (let row = pivot + 1; row <= Math.min(pivot + half, count - 1); row += 1) {
      const factor = (band[at(row, pivot)] ?? 0) / (band[at(pivot, pivot)] ?? 1);
      if (factor === 0) continue;
      for (let column = pivot; column <= Math.min(pivot + half, count - 1); column += 1) {
        band[at(row, column)] = (band[at(row, column)] ?? 0) - factor * (band[at(pivot, column)] ?? 0);
      }
      values[row] = (values[row] ?? 0) - factor * (values[pivot] ?? 0);
    }
  }
  for (let row = count - 1; row >= 0; row -= 1) {
    let rest = values[row] ?? 0;
    for (let column = row + 1; column <= Math.min(row + half, count - 1); column += 1) {
      rest -= (band[at(row, column)] ?? 0) * (values[column] ?? 0);
    }
    values[row] = rest / (band[at(row, row)] ?? 1);
  }
}
