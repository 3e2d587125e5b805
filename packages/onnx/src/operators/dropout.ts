import { floatTypes, sameType } from "../families/element-types.ts";
import { filledValue } from "../interpreter/value.ts";
import { unsupported } from "../model/unsupported.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** As at prediction: the input itself. A training mode draws random numbers, which no reference can repeat. */
export default defineOperator({
  name: "Dropout",
  domain: "",
  inputs: [1, 3],
  outputs: 2,
  infer(call) {
    const { shape } = call.input(0);
    return [fact(sameType(call, [call.input(0)], floatTypes), shape), fact("bool", shape)];
  },
  evaluate(call) {
    const isTraining = call.inputs[2]?.data[0] === 1 && Number(call.inputs[1]?.data[0] ?? 0.5) > 0;
    if (isTraining) throw unsupported("Dropout in training mode");
    return [call.input(0), filledValue("bool", call.input(0).shape, 1)];
  },
});
