import { type LogisticProblem, scoreCount, widthOf } from "./logistic-loss.ts";

/** Rows at a time, so that the columns' parts stay in the processor's cache while they are paired. */
const BLOCK = 2048;

/**
 * The loss's second derivatives at the given probabilities: symmetric, row-major, only the lower triangle is filled.
 * Between scores k and l a row counts `weight · p_k (δ_kl − p_l)`. O(rows · parameters²).
 */
export function logisticHessian(problem: LogisticProblem, probabilities: readonly Float64Array[]): Float64Array {
  const { columns, penalty, fitIntercept, codes } = problem;
  const width = widthOf(problem);
  const scores = scoreCount(problem);
  const size = width * scores;
  const hessian = new Float64Array(size * size);
  const ones = new Float64Array(Math.min(BLOCK, codes.length)).fill(fitIntercept ? 1 : 0);
  for (let start = 0; start < codes.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, codes.length);
    const block = [...columns.map((column) => column.subarray(start, end)), ones.subarray(0, end - start)];
    for (let k = 0; k < scores; k++) {
      for (let l = 0; l <= k; l++) {
        const curvature = curvatureOf(problem, probabilities, k, l, start, end);
        addBlock(hessian, block, curvature, k * width * size + l * width, size, k === l);
      }
    }
  }
  for (let index = 0; index < size; index++) {
    if (index % width < width - 1) hessian[index * size + index] = (hessian[index * size + index] ?? 0) + penalty;
  }
  return hessian;
}

function curvatureOf(
  { weights }: LogisticProblem,
  probabilities: readonly Float64Array[],
  k: number,
  l: number,
  start: number,
  end: number,
): Float64Array {
  const [own = weights, other = weights] = [probabilities[k], probabilities[l]];
  const curvature = new Float64Array(end - start);
  for (let row = start; row < end; row++) {
    const share = (k === l ? 1 : 0) - (other[row] ?? 0);
    curvature[row - start] = (weights[row] ?? 0) * (own[row] ?? 0) * share;
  }
  return curvature;
}

function addBlock(
  hessian: Float64Array,
  columns: readonly Float64Array[],
  curvature: Float64Array,
  offset: number,
  size: number,
  triangle: boolean,
): void {
  const scaled = new Float64Array(curvature.length);
  columns.forEach((column, index) => {
    for (let row = 0; row < scaled.length; row++) scaled[row] = (column[row] ?? 0) * (curvature[row] ?? 0);
    const last = triangle ? index + 1 : columns.length;
    let other = 0;
    for (; other + 3 < last; other += 4) addFour(hessian, scaled, columns, other, offset + index * size + other);
    for (; other < last; other++) {
      const at = offset + index * size + other;
      const against = columns[other] ?? scaled;
      let sum = 0;
      for (let row = 0; row < scaled.length; row++) sum += (scaled[row] ?? 0) * (against[row] ?? 0);
      hessian[at] = (hessian[at] ?? 0) + sum;
    }
  });
}

/** Four products share one reading of the scaled column, and none waits for another's addition. */
function addFour(
  hessian: Float64Array,
  scaled: Float64Array,
  columns: readonly Float64Array[],
  first: number,
  at: number,
): void {
  const [a = scaled, b = scaled, c = scaled, d = scaled] = columns.slice(first, first + 4);
  let [sa, sb, sc, sd] = [0, 0, 0, 0];
  for (let row = 0; row < scaled.length; row++) {
    const value = scaled[row] ?? 0;
    sa += value * (a[row] ?? 0);
    sb += value * (b[row] ?? 0);
    sc += value * (c[row] ?? 0);
    sd += value * (d[row] ?? 0);
  }
  hessian[at] = (hessian[at] ?? 0) + sa;
  hessian[at + 1] = (hessian[at + 1] ?? 0) + sb;
  hessian[at + 2] = (hessian[at + 2] ?? 0) + sc;
  hessian[at + 3] = (hessian[at + 3] ?? 0) + sd;
}
