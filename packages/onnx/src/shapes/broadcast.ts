import { type Dimension, UNKNOWN_DIMENSION } from "../model/model.ts";
import { isSameSize, type Shape } from "./shape.ts";

export type Broadcast = { readonly shape: Shape } | { readonly clash: readonly [Dimension, Dimension] };

/**
 * The shape that all given ones extend to (ONNX multidirectional broadcasting): axes are aligned at the end, a size of 1
 * repeats. Of a name and a number above 1 the number stays, since the name can then only be that number or 1.
 */
export function broadcastShapes(shapes: readonly Shape[]): Broadcast {
  let result: readonly Dimension[] = [];
  for (const shape of shapes) {
    if (shape === null) return { shape: null };
    const rank = Math.max(result.length, shape.length);
    const sizes: Dimension[] = [];
    for (let axis = 0; axis < rank; axis++) {
      const a = result[axis - rank + result.length] ?? 1;
      const b = shape[axis - rank + shape.length] ?? 1;
      const size = broadcastSize(a, b);
      if (size === undefined) return { clash: [a, b] };
      sizes.push(size);
    }
    result = sizes;
  }
  return { shape: result };
}

function broadcastSize(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === 1) return b;
  if (b === 1 || isSameSize(a, b)) return a;
  if (typeof a === "number" && typeof b === "number") return undefined;
  if (typeof a === "number") return a;
  return typeof b === "number" ? b : UNKNOWN_DIMENSION;
}
