import type { Value } from "@mlops/onnx";

import type { Initialisation, Parameter } from "../parameters.ts";
import type { Scope } from "../scope.ts";

export interface LinearScales {
  /** Of what comes in: of a dropout before. */
  readonly before?: number;
  /** Of what goes out: of a dropout behind. */
  readonly after?: number;
}

/** Weights [inputs, outputs] and bias [outputs], both uniform in ±1/√inputs, as PyTorch's `Linear` begins. */
export function linearParameters(
  name: string,
  inputs: number,
  outputs: number,
  weights: Initialisation = { kind: "uniform", bound: 1 / Math.sqrt(inputs) },
  bias: Initialisation = { kind: "uniform", bound: 1 / Math.sqrt(inputs) },
): Parameter[] {
  return [
    { name: `${name}.weight`, shape: [inputs, outputs], initialisation: weights },
    { name: `${name}.bias`, shape: [outputs], initialisation: bias },
  ];
}

/** x W + b over rank 2. The scales of dropouts around it are part of the one product. */
export function linear(scope: Scope, x: Value, name: string, scales: LinearScales = {}): Value {
  return product(scope, x, scope.parameter(`${name}.weight`), scope.parameter(`${name}.bias`), scales);
}

/** Of a normalised x̂: (x̂ γ + β) W + b = x̂ (γ W) + (β W + b), so that scale and shift touch weights, not rows. */
export function normalisedLinear(scope: Scope, x: Value, norm: string, name: string): Value {
  const { graph } = scope;
  const [weight, bias] = [scope.parameter(`${name}.weight`), scope.parameter(`${name}.bias`)];
  const scaled = graph.node("Mul", [scope.parameter(`${norm}.weight`), weight]);
  const shifted = graph.node("Gemm", [scope.parameter(`${norm}.bias`), weight, bias]);
  return product(scope, x, scaled, shifted, {});
}

function product(scope: Scope, x: Value, weight: Value, bias: Value, { before = 1, after = 1 }: LinearScales): Value {
  const scaled = before === 1 && after === 1 ? {} : { alpha: { float: before * after }, beta: { float: after } };
  return scope.graph.node("Gemm", [x, weight, bias], { attributes: scaled, label: "linear" });
}
