import { type Dimension, UNKNOWN_DIMENSION } from "../model/model.ts";
import { axesOf, listOf } from "../operator/axes.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** Puts axes of size 1 at the given places of the result. */
export default defineOperator({
  name: "Unsqueeze",
  domain: "",
  inputs: [1, 2],
  movesElements: true,
  infer(call) {
    const { type, shape } = call.input(0);
    const listed = listOf(call, 1, "axes");
    if (listed === "absent") throw call.fail("needs axes");
    if (shape === null) return [fact(type, null)];
    if (listed === "unknown") {
      const count = call.input(1).shape?.[0];
      const rank = typeof count === "number" ? shape.length + count : undefined;
      return [fact(type, rank === undefined ? null : Array.from({ length: rank }, () => UNKNOWN_DIMENSION))];
    }
    const axes = axesOf(call, listed, shape.length + listed.length);
    const rest = shape.values();
    const sizes = Array.from({ length: shape.length + listed.length }, (_, axis): Dimension => {
      return axes.includes(axis) ? 1 : (rest.next().value ?? 1);
    });
    return [fact(type, sizes)];
  },
  evaluate: (call) => [{ ...call.input(0), shape: call.result(0).shape }],
});
