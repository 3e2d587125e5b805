import { commonShape, sourceIndices } from "../families/broadcast-call.ts";
import { joinElements, takeElements } from "../interpreter/value.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { elementCount } from "../shapes/index-map.ts";

export default defineOperator({
  name: "Where",
  domain: "",
  inputs: [3, 3],
  infer(call) {
    const inputs = [call.input(0), call.input(1), call.input(2)];
    const [condition, a, b] = inputs;
    if (condition?.type !== "bool") throw call.fail("takes a bool as its condition");
    if (a === undefined || a.type !== b?.type) throw call.fail("takes two values of one type");
    return [fact(a.type, commonShape(call, inputs))];
  },
  evaluate(call) {
    const { shape } = call.result(0);
    const [condition, a, b] = [call.input(0), call.input(1), call.input(2)];
    const [fromCondition, fromA, fromB] = [condition, a, b].map((input) => sourceIndices(input, shape));
    const chosen = Int32Array.from({ length: elementCount(shape) }, (_, index) =>
      condition.data[fromCondition?.[index] ?? index] === 1
        ? (fromA?.[index] ?? index)
        : a.data.length + (fromB?.[index] ?? index),
    );
    return [takeElements(joinElements([a, b]), chosen, shape)];
  },
});
