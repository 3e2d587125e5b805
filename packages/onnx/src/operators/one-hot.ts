import { numericTypes } from "../families/element-types.ts";
import { numbersOf, takeElements } from "../interpreter/value.ts";
import { UNKNOWN_DIMENSION } from "../model/model.ts";
import { axisOf } from "../operator/axes.ts";
import { fact, knownIntegers } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { aroundAxis } from "../shapes/index-map.ts";

/** A new axis (the last) of `depth` places, `values[1]` at the index and `values[0]` elsewhere; no index, no mark. */
export default defineOperator({
  name: "OneHot",
  domain: "",
  inputs: [3, 3],
  infer(call) {
    const [indices, depth, values] = [call.input(0), call.input(1), call.input(2)];
    if (!numericTypes.includes(indices.type)) throw call.fail("takes numbers as indices");
    if (indices.shape === null) return [fact(values.type, null)];
    const axis = axisOf(call, call.attributes.int("axis") ?? -1, indices.shape.length + 1);
    const [places = UNKNOWN_DIMENSION] = knownIntegers(depth) ?? [];
    if (typeof places === "number" && places < 0) throw call.fail(`cannot have ${places} places`);
    return [fact(values.type, indices.shape.toSpliced(axis, 0, places))];
  },
  evaluate(call) {
    const [indices, values] = [call.input(0), call.input(2)];
    const { shape } = call.result(0);
    const axis = axisOf(call, call.attributes.int("axis") ?? -1, shape.length);
    const [, depth, inner] = aroundAxis(shape, axis);
    const marks = new Int32Array(indices.data.length * depth);
    numbersOf(indices).forEach((index, at) => {
      const place = index < 0 ? index + depth : index;
      if (place < 0 || place >= depth) return;
      marks[(Math.floor(at / inner) * depth + Math.trunc(place)) * inner + (at % inner)] = 1;
    });
    return [takeElements(values, marks, shape)];
  },
});
