import { indexAt } from "../families/index-at.ts";
import { numbersOf, takeElements } from "../interpreter/value.ts";
import { multiplySizes } from "../shapes/shape.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** The columns of the last axis that the indices name; a vector is one row. */
export default defineOperator({
  name: "ArrayFeatureExtractor",
  domain: "ai.onnx.ml",
  inputs: [2, 2],
  infer(call) {
    const [data, indices] = [call.input(0), call.input(1)];
    if (indices.type !== "int64") throw call.fail("takes int64 indices");
    if (data.shape === null || indices.shape === null) return [fact(data.type, null)];
    if (data.shape.length === 0) throw call.fail("takes no scalars");
    const rows = data.shape.length === 1 ? [1] : data.shape.slice(0, -1);
    return [fact(data.type, [...rows, multiplySizes(indices.shape)])];
  },
  evaluate(call) {
    const [data, indices] = [call.input(0), call.input(1)];
    const columns = data.shape.at(-1) ?? 1;
    const picked = numbersOf(indices).map((index) => indexAt(call, index, columns));
    const rows = columns === 0 ? 0 : data.data.length / columns;
    const places = Array.from({ length: rows }, (_, row) => picked.map((column) => row * columns + column)).flat();
    return [takeElements(data, Int32Array.from(places), call.result(0).shape)];
  },
});
