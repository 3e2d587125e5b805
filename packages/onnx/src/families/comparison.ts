import { type Element, elementsOf, numberValue, type Value } from "../interpreter/value.ts";
import type { ElementType } from "../model/element-type.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator, type Operator } from "../operator/operator.ts";
import { commonShape, sourceIndices } from "./broadcast-call.ts";
import { numericTypes, sameType } from "./element-types.ts";

/** Two inputs of one type, broadcast, and a truth value for each pair. */
export function comparison(
  name: string,
  holds: (a: Element, b: Element) => boolean,
  types: readonly ElementType[] = numericTypes,
): Operator {
  return defineOperator({
    name,
    domain: "",
    inputs: [2, 2],
    infer(call) {
      const inputs = [call.input(0), call.input(1)];
      sameType(call, inputs, types);
      return [fact("bool", commonShape(call, inputs))];
    },
    evaluate(call) {
      const { shape } = call.result(0);
      const [a, b] = [elements(call.input(0), shape), elements(call.input(1), shape)];
      return [
        numberValue(
          "bool",
          shape,
          Float64Array.from(a, (each, index) => Number(holds(each, b[index] ?? each))),
        ),
      ];
    },
  });
}

function elements(value: Value, shape: readonly number[]): readonly Element[] {
  const indices = sourceIndices(value, shape);
  const data = elementsOf(value);
  return indices === undefined ? data : Array.from(indices, (index) => data[index] ?? 0);
}
