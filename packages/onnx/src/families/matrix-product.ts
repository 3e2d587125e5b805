import { int64Value, numberValue, type Value } from "../interpreter/value.ts";
import { unsupported } from "../model/unsupported.ts";

export interface MatrixSizes {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** Row-major products of the matrices `fromA[i]` of a and `fromB[i]` of b. */
export function matrixProduct(
  a: Value,
  b: Value,
  { rows, inner, columns }: MatrixSizes,
  fromA: Int32Array,
  fromB: Int32Array,
  shape: readonly number[],
): Value {
  const cell = <T extends number | bigint>(
    left: ArrayLike<T>,
    right: ArrayLike<T>,
    zero: T,
    add: (sum: T, x: T, y: T) => T,
    place: number,
  ): T => {
    const matrix = Math.floor(place / (rows * columns));
    const row = Math.floor(place / columns) % rows;
    const startA = (fromA[matrix] ?? 0) * rows * inner + row * inner;
    const startB = (fromB[matrix] ?? 0) * inner * columns + (place % columns);
    let sum = zero;
    for (let k = 0; k < inner; k++) sum = add(sum, left[startA + k] ?? zero, right[startB + k * columns] ?? zero);
    return sum;
  };
  const length = fromA.length * rows * columns;
  if (a.type === "int64" && b.type === "int64") {
    const add = (sum: bigint, x: bigint, y: bigint): bigint => sum + x * y;
    return int64Value(
      shape,
      BigInt64Array.from({ length }, (_, place) => cell(a.data, b.data, 0n, add, place)),
    );
  }
  if (a.type === "string" || a.type === "int64" || b.type === "string" || b.type === "int64") {
    throw unsupported(`A product of ${a.type} and ${b.type}`);
  }
  const add = (sum: number, x: number, y: number): number => sum + x * y;
  return numberValue(
    a.type,
    shape,
    Float64Array.from({ length }, (_, place) => cell(a.data, b.data, 0, add, place)),
  );
}
