import { commonShape } from "../families/broadcast-call.ts";
import { combined } from "../families/elementwise-binary.ts";
import { numericTypes } from "../families/element-types.ts";
import { int64Value, numbersOf, numberValue, type Value } from "../interpreter/value.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** Of the base's type, computed in double precision; the exponent may have another type. */
export default defineOperator({
  name: "Pow",
  domain: "",
  inputs: [2, 2],
  infer(call) {
    const [base, exponent] = [call.input(0), call.input(1)];
    if (![base, exponent].every(({ type }) => numericTypes.includes(type))) throw call.fail("takes numbers");
    return [fact(base.type, commonShape(call, [base, exponent]))];
  },
  evaluate(call) {
    const { type, shape } = call.result(0);
    const rule = { real: Math.pow, integer: (a: bigint) => a };
    const powers = combined(call, rule, asDouble(call.input(0)), asDouble(call.input(1)), shape);
    if (type === "int64")
      return [
        int64Value(
          shape,
          BigInt64Array.from(numbersOf(powers), (x) => BigInt(Math.trunc(x))),
        ),
      ];
    return [numberValue(type === "string" ? "double" : type, shape, Float64Array.from(numbersOf(powers)))];
  },
});

function asDouble(value: Value): Value {
  return numberValue("double", value.shape, Float64Array.from(numbersOf(value)));
}
