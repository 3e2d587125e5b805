import { int64Value, numberValue, type Value } from "../interpreter/value.ts";
import { numericTypes, sameType } from "../families/element-types.ts";
import { combined } from "../families/elementwise-binary.ts";
import type { Call } from "../operator/call.ts";
import { type Fact, fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** Between two scalars; one left out is the type's largest finite number, so that infinities go. NaN stays. */
export default defineOperator({
  name: "Clip",
  domain: "",
  inputs: [1, 3],
  infer(call) {
    const bounds = [call.inputs[1], call.inputs[2]].filter((bound) => bound !== undefined);
    const type = sameType(call, [call.input(0), ...bounds], numericTypes);
    for (const bound of bounds) assertScalar(call, bound);
    return [fact(type, call.input(0).shape)];
  },
  evaluate(call) {
    const { shape } = call.result(0);
    const [x, low, high] = [call.input(0), call.inputs[1], call.inputs[2]];
    const raised = combined(call, larger, x, low ?? extreme(x, -1), shape);
    return [combined(call, smaller, raised, high ?? extreme(x, 1), shape)];
  },
});

const larger = {
  real: (x: number, low: number) => (x < low ? low : x),
  integer: (x: bigint, low: bigint) => (x < low ? low : x),
};
const smaller = {
  real: (x: number, high: number) => (x > high ? high : x),
  integer: (x: bigint, high: bigint) => (x > high ? high : x),
};

function extreme({ type }: Value, sign: 1 | -1): Value {
  if (type === "int64") return int64Value([], BigInt64Array.of(sign === 1 ? 2n ** 63n - 1n : -(2n ** 63n)));
  const largest = type === "float" ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE;
  return numberValue(type === "string" ? "double" : type, [], Float64Array.of(sign * largest));
}

function assertScalar(call: Call<Fact>, bound: Fact): void {
  if (bound.shape !== null && bound.shape.length > 0) throw call.fail("takes scalars as its bounds");
}
