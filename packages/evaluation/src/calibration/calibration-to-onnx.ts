import { MlopsError } from "@mlops/core";
import { doubles, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { BetaMap } from "./beta.ts";
import type { Calibration } from "./calibration.ts";
import type { IsotonicMap } from "./isotonic.ts";

/**
 * The nodes that compute what `applyCalibration` does, in double precision.
 *
 * @param probabilities of the classes in the calibration's order, rank 1 each
 * @throws MlopsError EVALUATION_INPUT_INVALID where there are not as many as classes
 */
export function calibrationToOnnx(
  graph: GraphBuilder,
  { classes, maps }: Calibration,
  probabilities: readonly Value[],
): readonly Value[] {
  if (probabilities.length !== classes.length) {
    throw new MlopsError(
      "EVALUATION_INPUT_INVALID",
      `The calibration is of ${classes.length} classes, but the graph has probabilities of ${probabilities.length}.`,
    );
  }
  const [only] = maps;
  const [, last] = probabilities;
  if (classes.length === 2 && only !== undefined && last !== undefined) {
    const positive = mapToOnnx(graph, only, last);
    return [graph.node("Sub", [scalar(graph, 1), positive]), positive];
  }
  return normalised(
    graph,
    maps.flatMap((map, code) => {
      const probability = probabilities[code];
      return probability === undefined ? [] : [mapToOnnx(graph, map, probability)];
    }),
  );
}

function mapToOnnx(graph: GraphBuilder, map: IsotonicMap | BetaMap, probability: Value): Value {
  return map.kind === "isotonic" ? isotonicToOnnx(graph, map, probability) : betaToOnnx(graph, map, probability);
}

/** A row whose classes are all at 0 knows nothing: each gets the same. */
function normalised(graph: GraphBuilder, columns: readonly Value[]): readonly Value[] {
  const sum = columns.reduce((total, column) => graph.node("Add", [total, column]));
  const isEmpty = graph.node("Equal", [sum, scalar(graph, 0)]);
  const equal = scalar(graph, 1 / columns.length);
  const divisor = graph.node("Where", [isEmpty, scalar(graph, 1), sum]);
  return columns.map((column) => graph.node("Where", [isEmpty, equal, graph.node("Div", [column, divisor])]));
}

function betaToOnnx(graph: GraphBuilder, { a, b, c }: BetaMap, probability: Value): Value {
  const clipped = graph.node("Clip", [probability, scalar(graph, Number.EPSILON), scalar(graph, 1 - Number.EPSILON)]);
  const complement = graph.node("Sub", [scalar(graph, 1), clipped]);
  const rising = graph.node("Mul", [scalar(graph, a), graph.node("Log", [clipped])]);
  const falling = graph.node("Mul", [scalar(graph, b), graph.node("Log", [complement])]);
  const linear = graph.node("Add", [graph.node("Sub", [rising, falling]), scalar(graph, c)]);
  const odds = graph.node("Exp", [graph.node("Neg", [linear])]);
  return graph.node("Div", [scalar(graph, 1), graph.node("Add", [scalar(graph, 1), odds])]);
}

/**
 * Finds each score's place among the corners by a binary search that is unrolled into the graph, so that a thousand corners
 * cost ten look-ups a row and no table of rows by corners.
 */
function isotonicToOnnx(graph: GraphBuilder, { x, y }: IsotonicMap, score: Value): Value {
  const last = x.length - 1;
  const corners = graph.constant("corners", doubles(x));
  const levels = graph.constant("levels", doubles(y));
  const above = firstNotBelow(graph, x, score);
  const clamp = (index: Value): Value => graph.node("Clip", [index, whole(graph, 0), whole(graph, last)]);
  const [left, right] = [clamp(graph.node("Sub", [above, whole(graph, 1)])), clamp(above)];
  const at = (table: Value, index: Value): Value => graph.node("Gather", [table, index]);
  const [from, to] = [at(corners, left), at(corners, right)];
  const [low, high] = [at(levels, left), at(levels, right)];
  // Before the first corner and beyond the last both sides are one corner: its level, and no division by 0.
  const isFlat = graph.node("Equal", [left, right]);
  const width = graph.node("Where", [isFlat, scalar(graph, 1), graph.node("Sub", [to, from])]);
  const slope = graph.node("Div", [graph.node("Sub", [high, low]), width]);
  return graph.node("Add", [low, graph.node("Mul", [slope, graph.node("Sub", [score, from])])]);
}

/** The number of corners below each score, as int64. */
function firstNotBelow(graph: GraphBuilder, ascending: readonly number[], score: Value): Value {
  const steps: number[] = [];
  for (let step = 1; step <= ascending.length; step *= 2) steps.unshift(step);
  // Padded to a power of two less one by what no score reaches, so that every look-up is inside.
  const size = 2 ** steps.length - 1;
  const padded = Float64Array.from({ length: size }, (_, at) => ascending[at] ?? Number.POSITIVE_INFINITY);
  const table = graph.constant("ascending", doubles([...padded]));
  const zero = graph.node("Cast", [graph.node("Mul", [score, scalar(graph, 0)])], {
    attributes: { to: { int: INT64 } },
  });
  return steps.reduce((found, step) => {
    const probe = graph.node("Gather", [table, graph.node("Add", [found, whole(graph, step - 1)])]);
    const isBelow = graph.node("Less", [probe, score]);
    return graph.node("Where", [isBelow, graph.node("Add", [found, whole(graph, step)]), found]);
  }, zero);
}

/** `TensorProto.DataType.INT64`. */
const INT64 = 7;

function scalar(graph: GraphBuilder, value: number): Value {
  return graph.constant("scalar", doubles([value], []));
}

function whole(graph: GraphBuilder, value: number): Value {
  return graph.constant("whole", int64s([value], []));
}
