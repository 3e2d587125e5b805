import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import { cast, scalar } from "./graph-columns.ts";
import { extent, quantile, sorted } from "./statistics.ts";

export type BinStrategy = "quantile" | "uniform" | "kmeans";

/** Bins narrower than this are one with their neighbour, as in scikit-learn. */
const NARROWEST = 1e-8;
const MOST_ROUNDS = 300;

/** Inner edges of at most `bins` bins, ascending; none for a column that is constant or has no value. */
export function binEdges(values: Float64Array, bins: number, strategy: BinStrategy): number[] {
  const [least, greatest] = extent(values);
  if (!(greatest > least)) return [];
  const inner = Array.from({ length: bins - 1 }, (_, index) => (index + 1) / bins);
  if (strategy === "uniform") return inner.map((share) => least + (greatest - least) * share);
  const ascending = sorted(values);
  if (strategy === "kmeans") return betweenCentres(ascending, bins);
  const edges = [least, ...inner.map((share) => quantile(ascending, share)), greatest];
  return wideEdges(edges);
}

/** An edge goes where it lies too close to the one below; the outer ones are left out. */
function wideEdges(edges: readonly number[]): number[] {
  return edges.filter((edge, index) => index === 0 || edge - (edges[index - 1] ?? edge) > NARROWEST).slice(1, -1);
}

/**
 * Middles between the centres of one-dimensional k-means, started at the middles of bins of equal width, over ascending
 * values.
 */
function betweenCentres(ascending: Float64Array, bins: number): number[] {
  const least = ascending[0] ?? 0;
  const width = ((ascending.at(-1) ?? 0) - least) / bins;
  const distinct = new Set(ascending).size;
  const count = Math.min(bins, distinct);
  let centres = Array.from({ length: count }, (_, bin) => least + ((bin + 0.5) * width * bins) / count);
  const sums = runningSums(ascending);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = moved(ascending, sums, centres);
    if (next.every((centre, index) => centre === centres[index])) break;
    centres = next;
  }
  return centres.slice(1).map((centre, index) => (centre + (centres[index] ?? centre)) / 2);
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] ?? 0) + value;
  });
  return sums;
}

/** Each centre to the mean of the values nearest to it; one that has none takes the value farthest from its centre. */
function moved(ascending: Float64Array, sums: Float64Array, centres: readonly number[]): number[] {
  const limits = centres.slice(1).map((centre, index) => (centre + (centres[index] ?? centre)) / 2);
  const starts = [0, ...limits.map((limit) => firstAbove(ascending, limit)), ascending.length];
  return centres
    .map((centre, index) => {
      const [from, to] = [starts[index] ?? 0, starts[index + 1] ?? 0];
      return to > from ? ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from) : (farthest(ascending, centres) ?? centre);
    })
    .sort((a, b) => a - b);
}

function firstAbove(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function farthest(ascending: Float64Array, centres: readonly number[]): number | undefined {
  let [found, greatest] = [ascending[0], -1];
  for (const value of ascending) {
    const distance = centres.reduce((least, centre) => Math.min(least, Math.abs(value - centre)), Infinity);
    if (distance > greatest) [found, greatest] = [value, distance];
  }
  return found;
}

/** The bin of a value, −1 for a missing one: the number of edges that are not above it. */
export function binOf(value: number, edges: readonly number[]): number {
  if (Number.isNaN(value)) return -1;
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same as doubles in a graph, for values that are there. */
export function binToOnnx(graph: GraphBuilder, value: Value, edges: readonly number[]): Value {
  if (edges.length === 0) {
    const zero = scalar(graph, "bin", 0);
    return graph.node("Where", [graph.node("IsNaN", [value]), zero, zero]);
  }
  const axis = graph.constant("axis", int64s([1]));
  const limits = graph.constant("edges", doubles([...edges], [1, edges.length]));
  const reached = graph.node("GreaterOrEqual", [graph.node("Unsqueeze", [value, axis]), limits]);
  const ones = graph.constant(
    "ones",
    doubles(
      edges.map(() => 1),
      [edges.length, 1],
    ),
  );
  return graph.node("Squeeze", [graph.node("MatMul", [cast(graph, reached, "double"), ones]), axis]);
}
