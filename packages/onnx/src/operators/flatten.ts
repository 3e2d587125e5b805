import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { multiplySizes } from "../shapes/shape.ts";

/** To a matrix: the axes before `axis` (1) become its rows, the others its columns. */
export default defineOperator({
  name: "Flatten",
  domain: "",
  inputs: [1, 1],
  movesElements: true,
  infer(call) {
    const { type, shape } = call.input(0);
    if (shape === null) return [fact(type, ["?", "?"])];
    const axis = call.attributes.int("axis") ?? 1;
    const split = axis < 0 ? axis + shape.length : axis;
    if (split < 0 || split > shape.length) throw call.fail(`has no axis ${axis} in rank ${shape.length}`);
    return [fact(type, [multiplySizes(shape.slice(0, split)), multiplySizes(shape.slice(split))])];
  },
  evaluate: (call) => [{ ...call.input(0), shape: call.result(0).shape }],
});
