import type { Value } from "@mlops/onnx";

import type { GradientCall } from "./gradient.ts";

/** The gradient of a reduction, repeated along the axes that it took away. */
export function spread({ emit, input, output, attributes }: GradientCall, gradient: Value): Value {
  const { shape } = input(0);
  // A reduced size of 1 and a kept size of 1 are the same to broadcasting; the order of the others tells the axes.
  const kept = (attributes.int("keepdims") ?? 1) === 1 ? output(0).shape : keptShape(shape, output(0).shape);
  const placed = emit.node("Reshape", [gradient, emit.integers(kept)]);
  return emit.node("Expand", [placed, emit.integers(shape)]);
}

/** The output's sizes put where they came from, 1 elsewhere: the first way in which they fit from the end. */
function keptShape(full: readonly number[], reduced: readonly number[]): readonly number[] {
  const way = alignments(full, reduced);
  if (way.length === 1 && way[0]) return way[0];
  throw new TypeError(`a reduction of [${full.join(", ")}] to [${reduced.join(", ")}] needs keepdims: 1`);
}

function alignments(full: readonly number[], reduced: readonly number[]): (readonly number[])[] {
  if (full.length === 0) return reduced.length === 0 ? [[]] : [];
  const [size, ...rest] = full;
  const kept = size === reduced[0] ? alignments(rest, reduced.slice(1)).map((tail) => [reduced[0] ?? 1, ...tail]) : [];
  const gone = alignments(rest, reduced).map((tail) => [1, ...tail]);
  const all = [...kept, ...gone];
  return all.filter((one, index) => all.findIndex((other) => other.join() === one.join()) === index);
}
