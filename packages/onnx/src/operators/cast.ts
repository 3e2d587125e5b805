import {
  type Element,
  elementsOf,
  filledValue,
  int64Value,
  isNumberType,
  type NumberType,
  numberValue,
} from "../interpreter/value.ts";
import { elementTypeOf } from "../model/element-type.ts";
import { unsupported } from "../model/unsupported.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/**
 * Between number types. Floats lose their fraction on the way to integers; NaN and what an int64 or int32 cannot hold
 * become its smallest value, as on x86. Texts are not cast: their spelling of numbers differs between runtimes.
 */
export default defineOperator({
  name: "Cast",
  domain: "",
  inputs: [1, 1],
  infer(call) {
    const code = call.attributes.int("to");
    const type = code === undefined ? null : elementTypeOf(code);
    if (type === null) throw call.fail('needs a known type in its attribute "to"');
    return [fact(type, call.input(0).shape)];
  },
  evaluate(call) {
    const x = call.input(0);
    const { type, shape } = call.result(0);
    if (x.type === type) return [x];
    if (x.type === "string" || type === "string") throw unsupported("Cast between text and numbers");
    if (type === "int64") {
      return [int64Value(shape, BigInt64Array.from(elementsOf(x), toInt64))];
    }
    if (!isNumberType(type)) return [filledValue(type, shape, 0)];
    return [
      numberValue(
        type,
        shape,
        Float64Array.from(elementsOf(x), (each) => narrowed(each, type)),
      ),
    ];
  },
});

function toInt64(element: Element): bigint {
  if (typeof element === "bigint") return element;
  const value = Number(element);
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

function narrowed(value: Element, type: NumberType): number {
  if (type === "bool") return Number(value !== 0 && value !== 0n);
  if (type === "double" || type === "float") return Number(value);
  if (typeof value === "bigint") return Number(BigInt.asIntN(32, value));
  if (typeof value === "bigint") return Number(BigInt.asIntN(32, value));
  const whole = Math.trunc(Number(value));
  return type === "int32" && !(Math.abs(whole) < 2 ** 31) ? -(2 ** 31) : whole;
}
