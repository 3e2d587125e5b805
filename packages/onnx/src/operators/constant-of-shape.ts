import { filledValue, valueOfTensor } from "../interpreter/value.ts";
import { UNKNOWN_DIMENSION } from "../model/model.ts";
import { fact, knownSizes } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** The one element of `value` (a float 0) in every place. */
export default defineOperator({
  name: "ConstantOfShape",
  domain: "",
  inputs: [1, 1],
  infer(call) {
    const type = call.attributes.tensor("value")?.type ?? "float";
    const sizes = knownSizes(call.input(0));
    const rank = call.input(0).shape?.[0];
    if (sizes !== undefined) return [fact(type, sizes)];
    return [
      fact(type, typeof rank === "number" && rank <= 64 ? Array.from({ length: rank }, () => UNKNOWN_DIMENSION) : null),
    ];
  },
  evaluate(call) {
    const tensor = call.attributes.tensor("value");
    const { type, shape } = call.result(0);
    return [filledValue(type, shape, tensor === undefined ? 0 : (valueOfTensor(tensor).data[0] ?? 0))];
  },
});
