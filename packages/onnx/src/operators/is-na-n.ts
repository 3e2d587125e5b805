import { floatTypes } from "../families/element-types.ts";
import { numbersOf, numberValue } from "../interpreter/value.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

export default defineOperator({
  name: "IsNaN",
  domain: "",
  inputs: [1, 1],
  infer(call) {
    if (!floatTypes.includes(call.input(0).type)) throw call.fail("takes floats");
    return [fact("bool", call.input(0).shape)];
  },
  evaluate: ({ input }) => [
    numberValue(
      "bool",
      input(0).shape,
      Float64Array.from(numbersOf(input(0)), (x) => Number(Number.isNaN(x))),
    ),
  ],
});
