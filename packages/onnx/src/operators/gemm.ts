import { sourceIndices } from "../families/broadcast-call.ts";
import { floatTypes, sameType } from "../families/element-types.ts";
import { matrixProduct } from "../families/matrix-product.ts";
import { numbersOf, numberValue, takeElements, type Value } from "../interpreter/value.ts";
import type { Call } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { broadcastShapes } from "../shapes/broadcast.ts";
import { stridedIndices } from "../shapes/index-map.ts";
import { mayBeSame, type Shape } from "../shapes/shape.ts";

/** alpha · A′ B′ + beta · C, A and B transposed where `transA`, `transB` say so, C broadcast to the product. */
export default defineOperator({
  name: "Gemm",
  domain: "",
  inputs: [2, 3],
  infer(call) {
    const [a, b, c] = [call.input(0), call.input(1), call.inputs[2]];
    const type = sameType(call, c === undefined ? [a, b] : [a, b, c], floatTypes);
    const [left, right] = [matrixShape(call, a.shape, "transA"), matrixShape(call, b.shape, "transB")];
    const [rows, inner] = left;
    const [height, columns] = right;
    if (!mayBeSame(inner, height)) throw call.fail(`cannot multiply over ${inner} and ${height} elements`);
    const shape = [rows, columns];
    const whole = broadcastShapes([shape, c?.shape ?? []]);
    const isFitting =
      "shape" in whole && whole.shape?.length === 2 && whole.shape.every((n, i) => mayBeSame(n, shape[i] ?? n));
    if (!isFitting) throw call.fail(`cannot add C to a product of shape [${shape.join(", ")}]`);
    return [fact(type, shape)];
  },
  evaluate(call) {
    const { shape } = call.result(0);
    const [a, b, c] = [turned(call, 0, "transA"), turned(call, 1, "transB"), call.inputs[2]];
    const [rows = 0, columns = 0] = shape;
    const sizes = { rows, columns, inner: a.shape[1] ?? 0 };
    const product = matrixProduct(a, b, sizes, Int32Array.of(0), Int32Array.of(0), shape);
    const [alpha, beta] = [call.attributes.float("alpha") ?? 1, call.attributes.float("beta") ?? 1];
    const added = c === undefined ? undefined : sourceIndices(c, shape);
    const data = Float64Array.from(numbersOf(product), (value, at) => {
      const scaled = alpha * value;
      return c === undefined ? scaled : scaled + beta * Number(c.data[added?.[at] ?? at]);
    });
    return [numberValue(a.type === "float" ? "float" : "double", shape, data)];
  },
});

function matrixShape(call: Call<unknown>, shape: Shape, flag: string) {
  if (shape === null) return ["?", "?"] as const;
  const [first, second] = shape;
  if (first === undefined || second === undefined || shape.length !== 2) throw call.fail("takes matrices");
  return call.attributes.int(flag) === 1 ? ([second, first] as const) : ([first, second] as const);
}

function turned(call: Call<Value>, index: number, flag: string): Value {
  const matrix = call.input(index);
  const [rows = 0, columns = 0] = matrix.shape;
  if (call.attributes.int(flag) !== 1) return matrix;
  return takeElements(matrix, stridedIndices([columns, rows], [1, columns]), [columns, rows]);
}
