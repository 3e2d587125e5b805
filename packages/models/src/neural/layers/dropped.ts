import type { Value } from "@mlops/onnx";

import type { Scope } from "../scope.ts";

/** Drops activations without scaling the kept ones: `keepScale` belongs into the linear layer beside it. */
export function dropped(scope: Scope, x: Value, shape: (rows: number) => readonly number[], rate: number): Value {
  const mask = scope.keepMask(shape, rate);
  return mask === undefined ? x : scope.graph.node("Mul", [x, mask], { label: "dropped" });
}

/** max(x, 0), then dropped as `dropped` does. What is above 0 afterwards has slope 1, all else 0. */
export function droppedRelu(scope: Scope, x: Value, shape: (rows: number) => readonly number[], rate: number): Value {
  const output = dropped(scope, scope.graph.node("Relu", [x]), shape, rate);
  scope.part({
    inputs: [x],
    residuals: [],
    output,
    gradient: (call) => [call.emit.node("Mul", [call.gradient, call.emit.node("Sign", [call.output.value])])],
  });
  return output;
}
