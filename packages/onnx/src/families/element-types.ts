import type { ElementType } from "../model/element-type.ts";
import type { Call } from "../operator/call.ts";
import type { Fact } from "../operator/fact.ts";

export const floatTypes: readonly ElementType[] = ["double", "float", "float16", "bfloat16"];

const integerTypes: readonly ElementType[] = ["int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"];

export const numericTypes: readonly ElementType[] = [...floatTypes, ...integerTypes];

/** The one type that all inputs have. @throws MlopsError where they differ or the operator does not take it. */
export function sameType(call: Call<Fact>, inputs: readonly Fact[], allowed: readonly ElementType[]): ElementType {
  const [first] = inputs;
  if (first === undefined) throw call.fail("needs an input");
  if (!allowed.includes(first.type)) throw call.fail(`does not take ${first.type}`);
  if (inputs.some(({ type }) => type !== first.type)) throw call.fail("takes inputs of one type");
  return first.type;
}
