import {
  type Element,
  elementsOf,
  int64Value,
  joinElements,
  numberValue,
  takeElements,
  type Value,
  valueOfTensor,
} from "../interpreter/value.ts";
import type { AttributeReader } from "../operator/attribute-reader.ts";
import type { Call } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** Each element by a table of keys and values of any two types; others become the default. NaN is found from version 4 on. */
export default defineOperator({
  name: "LabelEncoder",
  domain: "ai.onnx.ml",
  inputs: [1, 1],
  infer(call) {
    const { type, shape } = call.input(0);
    const { keys, values } = tableOf(call);
    if (type !== keys.type) throw call.fail(`has keys of type ${keys.type}`);
    return [fact(values.type, shape)];
  },
  evaluate(call) {
    const x = call.input(0);
    const { keys, values, fallback } = tableOf(call);
    const places = new Map<Element, number>();
    elementsOf(keys).forEach((key, place) => {
      const isFindable = call.opset >= 4 || !Number.isNaN(key);
      if (isFindable && !places.has(key)) places.set(key, place);
    });
    const chosen = Int32Array.from(elementsOf(x), (element) => places.get(element) ?? values.data.length);
    return [takeElements(joinElements([values, fallback]), chosen, x.shape)];
  },
});

function tableOf(call: Call<unknown>): { readonly keys: Value; readonly values: Value; readonly fallback: Value } {
  const keys = listOf(call.attributes, "keys");
  const values = listOf(call.attributes, "values");
  if (keys === undefined || values === undefined) throw call.fail("needs keys and values");
  if (keys.data.length !== values.data.length) {
    throw call.fail(`has ${keys.data.length} keys and ${values.data.length} values`);
  }
  return { keys, values, fallback: fallbackOf(call, values) };
}

function listOf(attributes: AttributeReader, side: "keys" | "values"): Value | undefined {
  const tensor = attributes.tensor(`${side}_tensor`);
  if (tensor !== undefined) return valueOfTensor(tensor);
  const texts = attributes.texts(`${side}_strings`);
  if (texts !== undefined) return { type: "string", shape: [texts.length], data: texts };
  const integers = attributes.bigints(`${side}_int64s`);
  if (integers !== undefined) return int64Value([integers.length], BigInt64Array.from(integers));
  const floats = attributes.floats(`${side}_floats`);
  return floats && numberValue("float", [floats.length], Float64Array.from(floats));
}

function fallbackOf({ attributes, fail }: Call<unknown>, { type }: Value): Value {
  const tensor = attributes.tensor("default_tensor");
  if (tensor !== undefined) {
    if (tensor.type !== type) throw fail(`has a default of type ${tensor.type}`);
    return valueOfTensor(tensor);
  }
  if (type === "string") return { type, shape: [1], data: [attributes.text("default_string") ?? "_Unused"] };
  if (type === "int64") return int64Value([1], BigInt64Array.of(BigInt(attributes.int("default_int64") ?? -1)));
  return numberValue(type, [1], Float64Array.of(attributes.float("default_float") ?? -0));
}
