import { axesOf, listOf } from "../operator/axes.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** Removes axes of size 1: those given, or all of them. */
export default defineOperator({
  name: "Squeeze",
  domain: "",
  inputs: [1, 2],
  movesElements: true,
  infer(call) {
    const { type, shape } = call.input(0);
    const listed = listOf(call, 1, "axes");
    if (shape === null || listed === "unknown") return [fact(type, null)];
    if (listed === "absent") {
      const isCertain = shape.every((size) => typeof size === "number");
      return [fact(type, isCertain ? shape.filter((size) => size !== 1) : null)];
    }
    const axes = axesOf(call, listed, shape.length);
    const wide = axes.find((axis) => typeof shape[axis] === "number" && shape[axis] !== 1);
    if (wide !== undefined) throw call.fail(`cannot remove axis ${wide}, whose size is not 1`);
    return [
      fact(
        type,
        shape.filter((_, axis) => !axes.includes(axis)),
      ),
    ];
  },
  evaluate: (call) => [{ ...call.input(0), shape: call.result(0).shape }],
});
