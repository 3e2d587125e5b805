import { int64Value, numberValue, type Value } from "../interpreter/value.ts";
import { unsupported } from "../model/unsupported.ts";
import type { Call } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator, type Operator } from "../operator/operator.ts";
import { elementCount } from "../shapes/index-map.ts";
import { commonShape, sourceIndices } from "./broadcast-call.ts";
import { floatTypes, numericTypes, sameType } from "./element-types.ts";

export interface BinaryRule {
  /** Of two floats. */
  real(a: number, b: number): number;
  /** Of two integers of any width; results wrap to it. */
  integer(a: bigint, b: bigint): bigint;
}

/** Two inputs of one type, broadcast, and a result of that type. */
export function elementwiseBinary(name: string, rule: BinaryRule): Operator {
  return defineOperator({
    name,
    domain: "",
    inputs: [2, 2],
    infer(call) {
      const inputs = [call.input(0), call.input(1)];
      return [fact(sameType(call, inputs, numericTypes), commonShape(call, inputs))];
    },
    evaluate(call) {
      const [a, b] = [call.input(0), call.input(1)];
      return [combined(call, rule, a, b, call.result(0).shape)];
    },
  });
}

/** `rule` for each pair of elements. */
export function combined(call: Call<Value>, rule: BinaryRule, a: Value, b: Value, shape: readonly number[]): Value {
  const [fromA, fromB] = [sourceIndices(a, shape), sourceIndices(b, shape)];
  const count = elementCount(shape);
  if (a.type === "int64" && b.type === "int64") {
    const data = new BigInt64Array(count);
    for (let index = 0; index < count; index++) {
      data[index] = integerResult(
        call,
        rule,
        a.data[fromA?.[index] ?? index] ?? 0n,
        b.data[fromB?.[index] ?? index] ?? 0n,
      );
    }
    return int64Value(shape, data);
  }
  if (a.type === "string" || a.type === "int64" || b.type === "string" || b.type === "int64") {
    throw unsupported(`${call.node.operator} of ${a.type} and ${b.type}`);
  }
  const data = new Float64Array(count);
  const isFloat = floatTypes.includes(a.type);
  for (let index = 0; index < count; index++) {
    const [x, y] = [Number(a.data[fromA?.[index] ?? index]), Number(b.data[fromB?.[index] ?? index])];
    data[index] = isFloat
      ? rule.real(x, y)
      : Number(BigInt.asIntN(32, integerResult(call, rule, BigInt(x), BigInt(y))));
  }
  return numberValue(a.type, shape, data);
}

function integerResult(call: Call<Value>, rule: BinaryRule, a: bigint, b: bigint): bigint {
  try {
    return rule.integer(a, b);
  } catch (error) {
    if (error instanceof RangeError) throw call.fail("divides an integer by zero");
    throw error;
  }
}
