import type { Value } from "../interpreter/value.ts";
import type { Call } from "../operator/call.ts";
import { elementCount, stridesOf } from "../shapes/index-map.ts";
import { indexAt } from "./index-at.ts";

/** For each index tuple, where its slice of `shape` starts; and how many elements a slice has. */
export function rowPlaces(
  call: Call<Value>,
  shape: readonly number[],
  indices: Value,
): { readonly starts: number[]; readonly block: number } {
  const depth = indices.shape.at(-1) ?? 0;
  const strides = stridesOf(shape);
  const tuples = elementCount(indices.shape.slice(0, -1));
  const starts = Array.from({ length: tuples }, (_, tuple) => {
    let start = 0;
    for (let axis = 0; axis < depth; axis++) {
      start += indexAt(call, Number(indices.data[tuple * depth + axis]), shape[axis] ?? 1) * (strides[axis] ?? 1);
    }
    return start;
  });
  return { starts, block: elementCount(shape.slice(depth)) };
}
