import type { Value } from "@mlops/onnx";

import type { GradientEmitter } from "./gradient.ts";

/** The gradient by an operand that was broadcast: summed over the axes along which it was repeated. */
export function unBroadcast(
  emit: GradientEmitter,
  gradient: Value,
  from: readonly number[],
  to: readonly number[],
): Value {
  const lead = from.length - to.length;
  const leading = Array.from({ length: lead }, (_, axis) => axis);
  const repeated = to.flatMap((size, axis) => (size === 1 && from[lead + axis] !== 1 ? [lead + axis] : []));
  if (leading.length === 0 && repeated.length === 0) return gradient;
  if (repeated.length === 0) {
    return emit.node("ReduceSum", [gradient, emit.integers(leading)], { keepdims: { int: 0 } });
  }
  const summed = emit.node("ReduceSum", [gradient, emit.integers([...leading, ...repeated])], { keepdims: { int: 1 } });
  return lead === 0 ? summed : emit.node("Reshape", [summed, emit.integers(to)]);
}
