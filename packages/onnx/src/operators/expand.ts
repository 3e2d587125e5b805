import { commonShape } from "../families/broadcast-call.ts";
import { takeElements } from "../interpreter/value.ts";
import { fact, knownSizes } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { broadcastIndices } from "../shapes/index-map.ts";

/** Repeats axes of size 1 until both shapes are met, in both directions. */
export default defineOperator({
  name: "Expand",
  domain: "",
  inputs: [2, 2],
  infer(call) {
    const { type, shape } = call.input(0);
    const wanted = knownSizes(call.input(1));
    return [fact(type, wanted === undefined ? null : commonShape(call, [{ shape }, { shape: wanted }]))];
  },
  evaluate(call) {
    const { shape } = call.result(0);
    return [takeElements(call.input(0), broadcastIndices(call.input(0).shape, shape), shape)];
  },
});
