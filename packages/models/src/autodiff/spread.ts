import type { Value } from "@mlops/onnx";

import type { GradientCall } from "./gradient.ts";

/** The gradient of a reduction, repeated along the axes that it took away: all of them where it names none. */
export function spread({ emit, input, attributes, integersOf }: GradientCall, gradient: Value): Value {
  const { shape } = input(0);
  const axes = (attributes.ints("axes") ?? integersOf(1))?.map((axis) => (axis < 0 ? axis + shape.length : axis));
  const kept = shape.map((size, axis) => (axes === undefined || axes.includes(axis) ? 1 : size));
  const placed = emit.node("Reshape", [gradient, emit.integers(kept)]);
  return emit.node("Expand", [placed, emit.integers(shape)]);
}
