import { numbersOf, takeElements, type Value } from "../interpreter/value.ts";
import { type Dimension, UNKNOWN_DIMENSION } from "../model/model.ts";
import { axesOf } from "../operator/axes.ts";
import type { Call, InferenceCall } from "../operator/call.ts";
import { fact, knownIntegers } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { stridedIndices, stridesOf } from "../shapes/index-map.ts";

/** From `starts` up to `ends` in `steps` (1) along `axes` (the first ones); places beyond an end are cut off, as in NumPy. */
export default defineOperator({
  name: "Slice",
  domain: "",
  inputs: [3, 5],
  movesElements: true,
  infer(call) {
    const { type, shape } = call.input(0);
    if (shape === null) return [fact(type, null)];
    const ranges = knownRanges(call, shape.length);
    if (ranges === undefined)
      return [
        fact(
          type,
          shape.map(() => UNKNOWN_DIMENSION),
        ),
      ];
    return [
      fact(
        type,
        shape.map((size, axis) => slicedSize(size, ranges.get(axis))),
      ),
    ];
  },
  evaluate(call) {
    const x = call.input(0);
    const { shape } = call.result(0);
    const [starts = [], ends = [], axes, steps] = [1, 2, 3, 4].map((index) => integers(call, index));
    const ranges = rangesOf(call, x.shape.length, starts, ends, axes, steps);
    const strides = stridesOf(x.shape);
    let start = 0;
    const moved = strides.map((stride, axis) => {
      const range = ranges.get(axis);
      if (range === undefined) return stride;
      start += bounded(x.shape[axis] ?? 1, range).first * stride;
      return stride * range.step;
    });
    return [takeElements(x, stridedIndices(shape, moved, start), shape)];
  },
});

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

function integers(call: Call<Value>, index: number): readonly number[] | undefined {
  const input = call.inputs[index];
  return input === undefined ? undefined : numbersOf(input);
}

function knownRanges(call: InferenceCall, rank: number): ReadonlyMap<number, Range> | undefined {
  const lists = [1, 2, 3, 4].map((index) => knownIntegers(call.inputs[index]));
  if (lists.some((list, index) => list === undefined && call.inputs[index + 1] !== undefined)) return undefined;
  const [starts = [], ends = [], axes, steps] = lists;
  return rangesOf(call, rank, starts, ends, axes, steps);
}

function rangesOf(
  call: Call<unknown>,
  rank: number,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[] = starts.map((_, index) => index),
  steps: readonly number[] = starts.map(() => 1),
): ReadonlyMap<number, Range> {
  const isEven = [ends, axes, steps].every((list) => list.length === starts.length);
  if (!isEven || steps.includes(0)) throw call.fail("needs a start, an end and a step other than 0 for each axis");
  const normal = axesOf(call, axes, rank);
  return new Map(
    normal.map((axis, at) => [axis, { start: starts[at] ?? 0, end: ends[at] ?? 0, step: steps[at] ?? 1 }]),
  );
}

function bounded(size: number, { start, end, step }: Range): { readonly first: number; readonly count: number } {
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const place = (at: number): number => Math.min(high, Math.max(low, at < 0 ? at + size : at));
  const first = step > 0 ? place(start) : Math.min(high, Math.max(0, start < 0 ? start + size : start));
  return { first: Math.max(first, 0), count: Math.max(0, Math.ceil((place(end) - first) / step)) };
}

function slicedSize(size: Dimension, range: Range | undefined): Dimension {
  if (range === undefined) return size;
  if (typeof size === "number") return bounded(size, range).count;
  const isWhole = range.start === 0 && range.step === 1 && range.end >= 2 ** 31 - 1;
  return isWhole ? size : UNKNOWN_DIMENSION;
}
