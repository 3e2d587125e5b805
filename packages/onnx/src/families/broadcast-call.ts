import type { Value } from "../interpreter/value.ts";
import type { Call } from "../operator/call.ts";
import type { Fact } from "../operator/fact.ts";
import { broadcastShapes } from "../shapes/broadcast.ts";
import { broadcastIndices, elementCount } from "../shapes/index-map.ts";
import type { Shape } from "../shapes/shape.ts";

/** The shape that all inputs extend to. @throws MlopsError where two sizes clash. */
export function commonShape(call: Call<unknown>, inputs: readonly Pick<Fact, "shape">[]): Shape {
  const common = broadcastShapes(inputs.map(({ shape }) => shape));
  if ("shape" in common) return common.shape;
  throw call.fail(`cannot bring the sizes ${common.clash.join(" and ")} of one axis together`);
}

/** Where each element of the result stands in an input; undefined where it stands at the same place. */
export function sourceIndices(input: Value, shape: readonly number[]): Int32Array | undefined {
  const isSame = input.data.length === elementCount(shape) && input.shape.length === shape.length;
  return isSame ? undefined : broadcastIndices(input.shape, shape);
}
