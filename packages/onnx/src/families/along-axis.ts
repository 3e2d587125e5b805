import { numberValue, type Value } from "../interpreter/value.ts";
import { unsupported } from "../model/unsupported.ts";
import { axisOf } from "../operator/axes.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator, type Operator } from "../operator/operator.ts";
import { aroundAxis } from "../shapes/index-map.ts";
import { floatTypes, sameType } from "./element-types.ts";

/** Floats in, floats of the same shape out: `rule` maps each row along the attribute `axis` (default the last). */
export function alongAxis(name: string, rule: (row: Float64Array) => Float64Array): Operator {
  return defineOperator({
    name,
    domain: "",
    inputs: [1, 1],
    infer(call) {
      const { shape } = call.input(0);
      if (shape !== null) axisOf(call, call.attributes.int("axis") ?? -1, shape.length);
      return [fact(sameType(call, [call.input(0)], floatTypes), shape)];
    },
    evaluate(call) {
      const x = call.input(0);
      const axis = axisOf(call, call.attributes.int("axis") ?? -1, x.shape.length);
      return [mapRows(x, axis, rule)];
    },
  });
}

function mapRows(x: Value, axis: number, rule: (row: Float64Array) => Float64Array): Value {
  if (x.type === "string" || x.type === "int64") throw unsupported(`Softmax of ${x.type}`);
  const [outer, size, inner] = aroundAxis(x.shape, axis);
  const data = new Float64Array(x.data.length);
  for (let before = 0; before < outer; before++) {
    for (let after = 0; after < inner; after++) {
      const start = before * size * inner + after;
      const row = rule(Float64Array.from({ length: size }, (_, step) => x.data[start + step * inner] ?? 0));
      row.forEach((value, step) => (data[start + step * inner] = value));
    }
  }
  return numberValue(x.type, x.shape, data);
}
