import { int64Value, numberValue } from "../interpreter/value.ts";
import type { ElementType } from "../model/element-type.ts";
import { unsupported } from "../model/unsupported.ts";
import type { AttributeReader } from "../operator/attribute-reader.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator, type Operator } from "../operator/operator.ts";
import { floatTypes, sameType } from "./element-types.ts";

export interface UnaryRule {
  readonly types?: readonly ElementType[];
  /** Per element, as a number. */
  real(x: number, attributes: AttributeReader): number;
  /** Per element of an int64 tensor, for operators that take them. */
  readonly integer?: (x: bigint) => bigint;
}

/** One input, one output of its type and shape, each element by itself. */
export function elementwiseUnary(name: string, rule: UnaryRule): Operator {
  return defineOperator({
    name,
    domain: "",
    inputs: [1, 1],
    infer: (call) => [fact(sameType(call, [call.input(0)], rule.types ?? floatTypes), call.input(0).shape)],
    evaluate({ input, attributes }) {
      const x = input(0);
      if (x.type === "string") throw unsupported(`${name} of text`);
      if (x.type !== "int64")
        return [
          numberValue(
            x.type,
            x.shape,
            x.data.map((each) => rule.real(each, attributes)),
          ),
        ];
      const { integer } = rule;
      if (integer === undefined) throw unsupported(`${name} of int64`);
      return [
        int64Value(
          x.shape,
          x.data.map((each) => BigInt.asIntN(64, integer(each))),
        ),
      ];
    },
  });
}
