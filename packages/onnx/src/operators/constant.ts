import { type Value, valueOfTensor } from "../interpreter/value.ts";
import type { Tensor } from "../model/tensor.ts";
import type { Call } from "../operator/call.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** A value that stands in the node itself, in one of seven attributes. */
export default defineOperator({
  name: "Constant",
  domain: "",
  inputs: [0, 0],
  infer(call) {
    const tensor = tensorOf(call);
    return [fact(tensor.type, tensor.dimensions)];
  },
  evaluate: (call): readonly Value[] => [valueOfTensor(tensorOf(call))],
});

function tensorOf({ attributes, fail }: Call<unknown>): Tensor {
  const tensor = attributes.tensor("value");
  if (tensor !== undefined) return tensor;
  const [float, floats] = [attributes.float("value_float"), attributes.floats("value_floats")];
  if (float !== undefined) return { type: "float", dimensions: [], data: Float32Array.of(float) };
  if (floats !== undefined) return { type: "float", dimensions: [floats.length], data: Float32Array.from(floats) };
  const [int, ints] = [attributes.int("value_int"), attributes.bigints("value_ints")];
  if (int !== undefined) return { type: "int64", dimensions: [], data: BigInt64Array.of(BigInt(int)) };
  if (ints !== undefined) return { type: "int64", dimensions: [ints.length], data: BigInt64Array.from(ints) };
  const [text, texts] = [attributes.text("value_string"), attributes.texts("value_strings")];
  if (text !== undefined) return { type: "string", dimensions: [], data: [text] };
  if (texts !== undefined) return { type: "string", dimensions: [texts.length], data: texts };
  throw fail("has no value");
}
