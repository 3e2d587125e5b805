import { numbersOf, takeElements } from "../interpreter/value.ts";
import { indexAt } from "../families/index-at.ts";
import { axisOf } from "../operator/axes.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { aroundAxis } from "../shapes/index-map.ts";

/** Rows of the input along an axis (0), one for each index; negative ones count from the end. */
export default defineOperator({
  name: "Gather",
  domain: "",
  inputs: [2, 2],
  movesElements: true,
  infer(call) {
    const [data, indices] = [call.input(0), call.input(1)];
    if (indices.type !== "int64" && indices.type !== "int32") throw call.fail("takes int64 or int32 indices");
    if (data.shape === null || indices.shape === null) return [fact(data.type, null)];
    const axis = axisOf(call, call.attributes.int("axis") ?? 0, data.shape.length);
    return [fact(data.type, [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)])];
  },
  evaluate(call) {
    const [data, indices] = [call.input(0), call.input(1)];
    const axis = axisOf(call, call.attributes.int("axis") ?? 0, data.shape.length);
    const [outer, size, inner] = aroundAxis(data.shape, axis);
    const rows = numbersOf(indices).map((index) => indexAt(call, index, size));
    const places: number[] = [];
    for (let before = 0; before < outer; before++) {
      for (const row of rows) for (let at = 0; at < inner; at++) places.push((before * size + row) * inner + at);
    }
    return [takeElements(data, Int32Array.from(places), call.result(0).shape)];
  },
});
