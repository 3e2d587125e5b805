import { numericTypes } from "../families/element-types.ts";
import { int64Value } from "../interpreter/value.ts";
import { axisOf } from "../operator/axes.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { aroundAxis } from "../shapes/index-map.ts";

/** The place of the largest element along an axis (0); of equal ones the first, or the last by `select_last_index`. */
export default defineOperator({
  name: "ArgMax",
  domain: "",
  inputs: [1, 1],
  infer(call) {
    const { type, shape } = call.input(0);
    if (!numericTypes.includes(type)) throw call.fail(`does not take ${type}`);
    if (shape === null) return [fact("int64", null)];
    const axis = axisOf(call, call.attributes.int("axis") ?? 0, shape.length);
    const keeps = (call.attributes.int("keepdims") ?? 1) !== 0;
    return [fact("int64", keeps ? shape.with(axis, 1) : shape.toSpliced(axis, 1))];
  },
  evaluate(call) {
    const x = call.input(0);
    const axis = axisOf(call, call.attributes.int("axis") ?? 0, x.shape.length);
    const [outer, size, inner] = aroundAxis(x.shape, axis);
    if (size === 0) throw call.fail("has no elements to choose from");
    const takesLast = call.attributes.int("select_last_index") === 1;
    const places = BigInt64Array.from({ length: outer * inner }, (_, at) => {
      const start = Math.floor(at / inner) * size * inner + (at % inner);
      let best = 0;
      for (let step = 1; step < size; step++) {
        const [value = 0, most = 0] = [x.data[start + step * inner], x.data[start + best * inner]];
        if (value > most || (takesLast && value === most)) best = step;
      }
      return BigInt(best);
    });
    return [int64Value(call.result(0).shape, places)];
  },
});
