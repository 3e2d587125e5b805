import { int64Value, numbersOf, numberValue } from "../interpreter/value.ts";
import { type Dimension, UNKNOWN_DIMENSION } from "../model/model.ts";
import { unsupported } from "../model/unsupported.ts";
import { axesOf, listOf } from "../operator/axes.ts";
import type { Call, InferenceCall } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator, type Operator } from "../operator/operator.ts";
import { elementCount, stridedIndices, stridesOf } from "../shapes/index-map.ts";
import type { Shape } from "../shapes/shape.ts";
import { numericTypes, sameType } from "./element-types.ts";

export interface ReductionRule {
  /** Of the elements that become one; there may be none. */
  real(values: Float64Array): number;
  integer(values: BigInt64Array): bigint;
}

/**
 * Reduces along axes: all of them, or those of the input 1 (of the attribute `axes` before the operator took an input).
 * `keepdims` leaves a size of 1.
 */
export function reduction(name: string, rule: ReductionRule): Operator {
  return defineOperator({
    name,
    domain: "",
    inputs: [1, 2],
    infer(call) {
      const input = call.input(0);
      return [fact(sameType(call, [input], numericTypes), reducedShape(call, input.shape))];
    },
    evaluate(call) {
      const x = call.input(0);
      if (x.type === "string") throw unsupported(`${name} of text`);
      const axes = call.inputs[1];
      const listed = axes === undefined ? (call.attributes.ints("axes") ?? []) : numbersOf(axes);
      const { shape } = call.result(0);
      const reduced = reducedAxes(call, listed, x.shape.length);
      const keptAxes = x.shape.map((_, axis) => axis).filter((axis) => !reduced.includes(axis));
      const strides = stridesOf(x.shape);
      const along = (axes: readonly number[]): Int32Array =>
        stridedIndices(
          axes.map((axis) => x.shape[axis] ?? 1),
          axes.map((axis) => strides[axis] ?? 1),
        );
      const [starts, offsets] = [along(keptAxes), along(reduced)];
      if (x.type === "int64") {
        const group = new BigInt64Array(offsets.length);
        const data = BigInt64Array.from(starts, (start) => {
          offsets.forEach((offset, index) => (group[index] = x.data[start + offset] ?? 0n));
          return rule.integer(group);
        });
        return [int64Value(shape, data)];
      }
      const group = new Float64Array(offsets.length);
      const data = Float64Array.from(starts, (start) => {
        offsets.forEach((offset, index) => (group[index] = x.data[start + offset] ?? 0));
        return rule.real(group);
      });
      return [numberValue(x.type, shape, data.subarray(0, elementCount(shape)))];
    },
  });
}

/** No axes mean all of them, unless `noop_with_empty_axes` says none. */
function reducedAxes(call: Call<unknown>, listed: readonly number[], rank: number): readonly number[] {
  if (listed.length > 0) return axesOf(call, listed, rank);
  if (call.attributes.int("noop_with_empty_axes") === 1) return [];
  return Array.from({ length: rank }, (_, axis) => axis);
}

function reducedShape(call: InferenceCall, shape: Shape): Shape {
  const keeps = (call.attributes.int("keepdims") ?? 1) !== 0;
  const listed = listOf(call, 1, "axes");
  if (shape === null) return null;
  if (listed === "unknown") return keeps ? shape.map((): Dimension => UNKNOWN_DIMENSION) : null;
  const axes = reducedAxes(call, listed === "absent" ? [] : listed, shape.length);
  if (keeps) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}
