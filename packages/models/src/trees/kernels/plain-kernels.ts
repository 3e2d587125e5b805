import { expSingle } from "./exponential.ts";
import type { TreeKernels } from "./tree-kernels.ts";
import type { SharedMemory } from "./web-assembly.ts";

/** The kernels in TypeScript: what the assembled ones are held against, and what runs where those cannot. */
export function plainKernels(memory: SharedMemory): TreeKernels {
  const { buffer } = memory;
  const bytes = new Uint8Array(buffer);
  const words = new Uint32Array(buffer);
  const singles = new Float32Array(buffer);
  const doubles = new Float64Array(buffer);

  const addToBin = (histogramAt: number, bin: number, gradient: number, hessian: number): void => {
    const at = (histogramAt >>> 3) + 2 * bin;
    doubles[at] = (doubles[at] ?? 0) + gradient;
    doubles[at + 1] = (doubles[at + 1] ?? 0) + hessian;
  };
  const addToGroup = (word: number, histogramAt: number, gradient: number, hessian: number): void => {
    addToBin(histogramAt, word & 255, gradient, hessian);
    addToBin(histogramAt + 4096, (word >>> 8) & 255, gradient, hessian);
    addToBin(histogramAt + 8192, (word >>> 16) & 255, gradient, hessian);
    addToBin(histogramAt + 12_288, word >>> 24, gradient, hessian);
  };
  const histogramRows: TreeKernels["histogramRows"] = (rowsAt, count, gradientsAt, binsAt, histogramAt) => {
    let pair = gradientsAt >>> 2;
    for (let at = rowsAt >>> 2, end = at + count; at < end; at++, pair += 2) {
      const word = words[(binsAt >>> 2) + (words[at] ?? 0)] ?? 0;
      addToGroup(word, histogramAt, singles[pair] ?? 0, singles[pair + 1] ?? 0);
    }
  };
  const histogramAll: TreeKernels["histogramAll"] = (count, gradientsAt, binsAt, histogramAt) => {
    let pair = gradientsAt >>> 2;
    for (let at = binsAt >>> 2, end = at + count; at < end; at++, pair += 2) {
      addToGroup(words[at] ?? 0, histogramAt, singles[pair] ?? 0, singles[pair + 1] ?? 0);
    }
  };

  const cutRows: TreeKernels["cutFewRows"] = (
    rowsAt,
    count,
    pairsAt,
    binsAt,
    histogramAt,
    _marksAt,
    G,
    H,
    leastH,
    least,
    outAt,
  ) => {
    for (let at = rowsAt >>> 2, end = at + count; at < end; at++) {
      const row = words[at] ?? 0;
      const pair = (pairsAt >>> 2) + 2 * row;
      addToBin(histogramAt, bytes[binsAt + 4 * row] ?? 0, singles[pair] ?? 0, singles[pair + 1] ?? 0);
    }
    let [gl, hl, previous, best, most] = [0, 0, -1, -1, least];
    for (let bin = 0, at = histogramAt >>> 3; bin < 256; bin++, at += 2) {
      const h = doubles[at + 1] ?? 0;
      if (h <= 0) continue;
      const [gr, hr] = [G - gl, H - hl];
      const gain = (gl * gl) / hl + (gr * gr) / hr;
      if (previous >= 0 && hl >= leastH && hr >= leastH && gain > most) {
        most = gain;
        best = previous | (bin << 8);
        doubles.set([gain, gl, hl], outAt >>> 3);
      }
      gl += doubles[at] ?? 0;
      hl += h;
      doubles[at] = 0;
      doubles[at + 1] = 0;
      previous = bin;
    }
    return best;
  };

  return {
    cutFewRows: cutRows,
    cutManyRows: cutRows,
    histogramRows,
    histogramRowsOfTwo(rowsAt, count, gradientsAt, binsAt, nextBinsAt, histogramAt) {
      histogramRows(rowsAt, count, gradientsAt, binsAt, histogramAt);
      histogramRows(rowsAt, count, gradientsAt, nextBinsAt, histogramAt + 16_384);
    },
    histogramAll,
    histogramAllOfTwo(count, gradientsAt, binsAt, nextBinsAt, histogramAt) {
      histogramAll(count, gradientsAt, binsAt, histogramAt);
      histogramAll(count, gradientsAt, nextBinsAt, histogramAt + 16_384);
    },
    histogramColumn(rowsAt, count, gradientsAt, binsAt, histogramAt) {
      let pair = gradientsAt >>> 2;
      for (let at = rowsAt >>> 2, end = at + count; at < end; at++, pair += 2) {
        addToBin(histogramAt, bytes[binsAt + 4 * (words[at] ?? 0)] ?? 0, singles[pair] ?? 0, singles[pair + 1] ?? 0);
      }
    },
    clear(at, count) {
      bytes.fill(0, at, at + count);
    },
    subtract(aAt, bAt, outAt, pairs) {
      const [a, b, out] = [aAt >>> 3, bAt >>> 3, outAt >>> 3];
      for (let at = 0; at < 2 * pairs; at++) doubles[out + at] = (doubles[a + at] ?? 0) - (doubles[b + at] ?? 0);
    },
    gather(rowsAt, count, gradientsAt, outAt) {
      let out = outAt >>> 2;
      for (let at = rowsAt >>> 2, end = at + count; at < end; at++, out += 2) {
        const pair = (gradientsAt >>> 2) + 2 * (words[at] ?? 0);
        singles[out] = singles[pair] ?? 0;
        singles[out + 1] = singles[pair + 1] ?? 0;
      }
    },
    partition(rowsAt, count, binsAt, tableAt, scratchAt) {
      const first = rowsAt >>> 2;
      const scratch = scratchAt >>> 2;
      let [left, right] = [first, scratch];
      for (let at = first; at < first + count; at++) {
        const row = words[at] ?? 0;
        const step = bytes[tableAt + (bytes[binsAt + 4 * row] ?? 0)] ?? 0;
        words[left] = row;
        words[right] = row;
        left += step;
        right += 1 - step;
      }
      words.copyWithin(left, scratch, right);
      return left - first;
    },
    addToRows(rowsAt, count, scoresAt, value) {
      const single = Math.fround(value);
      for (let at = rowsAt >>> 2, end = at + count; at < end; at++) {
        const score = (scoresAt >>> 2) + (words[at] ?? 0);
        singles[score] = (singles[score] ?? 0) + single;
      }
    },
    binColumn(valuesAt, count, edgesAt, outAt) {
      const edges = singles.subarray(edgesAt >>> 2, (edgesAt >>> 2) + 256);
      for (let row = 0; row < count; row++) {
        const value = singles[(valuesAt >>> 2) + row] ?? 0;
        let place = 0;
        for (let step = 128; step >= 1; step >>= 1) if (value > (edges[place + step - 1] ?? 0)) place += step;
        bytes[outAt + 4 * row] = Number.isNaN(value) ? 0 : place + 1;
      }
    },
    logisticGradients(scoresAt, labelsAt, outAt, count) {
      const { fround } = Math;
      for (let row = 0; row < count; row++) {
        const p = fround(1 / fround(1 + expSingle(-(singles[(scoresAt >>> 2) + row] ?? 0))));
        const out = (outAt >>> 2) + 2 * row;
        singles[out] = p - (singles[(labelsAt >>> 2) + row] ?? 0);
        singles[out + 1] = p * fround(1 - p);
      }
    },
    bestCut(histogramAt, from, to, leftG, leftH, G, H, l2, leastH, least, outAt) {
      let [gl, hl, best, most] = [leftG, leftH, -1, least];
      const out = outAt >>> 3;
      for (let bin = from, at = (histogramAt >>> 3) + 2 * from; bin <= to; bin++, at += 2) {
        gl += doubles[at] ?? 0;
        hl += doubles[at + 1] ?? 0;
        const gr = G - gl;
        const hr = H - hl;
        if (hr < leastH) break;
        if (hl < leastH) continue;
        const gain = (gl * gl) / (l2 + hl) + (gr * gr) / (l2 + hr);
        if (!(gain > most)) continue;
        most = gain;
        best = bin;
        doubles[out] = gain;
        doubles[out + 1] = gl;
        doubles[out + 2] = hl;
      }
      return best;
    },
  };
}
