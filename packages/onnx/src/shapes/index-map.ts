/** Numbers of elements in a shape whose sizes are known. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Row-major: how many elements apart neighbours along each axis stand. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

/**
 * For each element of `shape` in row-major order, `start` plus the sum of its coordinates times `strides`: the place that
 * it comes from. With a stride of 0 an axis repeats, with a negative one it runs backwards.
 */
export function stridedIndices(shape: readonly number[], strides: readonly number[], start = 0): Int32Array {
  const indices = new Int32Array(elementCount(shape));
  if (indices.length === 0) return indices;
  indices[0] = start;
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const block = filled;
    const stride = strides[axis] ?? 0;
    for (let step = 1; step < (shape[axis] ?? 1); step++) {
      for (let inner = 0; inner < block; inner++) indices[filled++] = (indices[inner] ?? 0) + step * stride;
    }
  }
  return indices;
}

/** For each element of `to`, the element of `from` that broadcasting puts there. */
export function broadcastIndices(from: readonly number[], to: readonly number[]): Int32Array {
  const own = stridesOf(from);
  const lead = to.length - from.length;
  const strides = to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : (own[axis - lead] ?? 0)));
  return stridedIndices(to, strides);
}

/** A shape seen from one axis: what stands before it, its size, and what stands after it. */
export function aroundAxis(shape: readonly number[], axis: number): readonly [number, number, number] {
  return [elementCount(shape.slice(0, axis)), shape[axis] ?? 1, elementCount(shape.slice(axis + 1))];
}
