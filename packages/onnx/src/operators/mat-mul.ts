import { numericTypes, sameType } from "../families/element-types.ts";
import { matrixProduct } from "../families/matrix-product.ts";
import type { InferenceCall } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { broadcastShapes } from "../shapes/broadcast.ts";
import { broadcastIndices } from "../shapes/index-map.ts";
import { mayBeSame, type Shape } from "../shapes/shape.ts";

/** Matrix products over the last two axes, those before broadcast; a vector is a row on the left, a column on the right. */
export default defineOperator({
  name: "MatMul",
  domain: "",
  inputs: [2, 2],
  infer: (call) => [fact(sameType(call, [call.input(0), call.input(1)], numericTypes), productShape(call))],
  evaluate(call) {
    const [a, b] = [call.input(0), call.input(1)];
    const [left, right] = [asMatrices(a.shape, true), asMatrices(b.shape, false)];
    const common = broadcastShapes([left.batch, right.batch]);
    const batch = "shape" in common ? (common.shape ?? []).map(Number) : [];
    const sizes = { rows: left.rows, inner: left.columns, columns: right.columns };
    const [fromA, fromB] = [broadcastIndices(left.batch, batch), broadcastIndices(right.batch, batch)];
    return [matrixProduct(a, b, sizes, fromA, fromB, call.result(0).shape)];
  },
});

function asMatrices(shape: readonly number[], isLeft: boolean) {
  const [rows = 1, columns = 1] = shape.length > 1 ? shape.slice(-2) : isLeft ? [1, ...shape] : [...shape, 1];
  return { batch: shape.slice(0, -2), rows, columns };
}

function productShape(call: InferenceCall): Shape {
  const [a, b] = [call.input(0).shape, call.input(1).shape];
  if (a === null || b === null) return null;
  const [innerA, innerB] = [a.at(-1), b.length > 1 ? b.at(-2) : b[0]];
  if (innerA === undefined || innerB === undefined) throw call.fail("takes no scalars");
  if (!mayBeSame(innerA, innerB)) throw call.fail(`cannot multiply over ${innerA} and ${innerB} elements`);
  const batch = broadcastShapes([a.slice(0, -2), b.slice(0, -2)]);
  if ("clash" in batch) throw call.fail(`cannot bring the sizes ${batch.clash.join(" and ")} of one axis together`);
  return [...(batch.shape ?? []), ...a.slice(-2, -1), ...(b.length > 1 ? b.slice(-1) : [])];
}
