import type { Value } from "../interpreter/value.ts";
import { fact } from "../operator/fact.ts";
import { ANY_NUMBER, defineOperator, type Operator } from "../operator/operator.ts";
import { commonShape } from "./broadcast-call.ts";
import { type BinaryRule, combined } from "./elementwise-binary.ts";
import { numericTypes, sameType } from "./element-types.ts";

/** Min and Max: any number of inputs, broadcast; NaN wins. */
export function variadicExtremum(name: string, rule: BinaryRule): Operator {
  return defineOperator({
    name,
    domain: "",
    inputs: [1, ANY_NUMBER],
    infer(call) {
      const inputs = call.inputs.map((_, index) => call.input(index));
      return [fact(sameType(call, inputs, numericTypes), commonShape(call, inputs))];
    },
    evaluate(call) {
      const { shape } = call.result(0);
      const inputs = call.inputs.map((_, index) => call.input(index));
      return [
        inputs.slice(1).reduce((result: Value, next) => combined(call, rule, result, next, shape), call.input(0)),
      ];
    },
  });
}
