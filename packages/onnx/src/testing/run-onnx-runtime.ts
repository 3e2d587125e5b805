import { InferenceSession, Tensor as RuntimeTensor } from "onnxruntime-node";

import type { ElementType } from "../model/element-type.ts";
import type { OnnxModel } from "../model/model.ts";
import type { Tensor } from "../model/tensor.ts";
import { writeModel } from "../model/write-model.ts";

const runtimeTypes: Readonly<Partial<Record<ElementType, RuntimeTensor.Type>>> = {
  double: "float64",
  float: "float32",
};

/** The model on ONNX Runtime: the judge of the reference interpreter. */
export async function runOnnxRuntime(
  model: OnnxModel | Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const bytes = model instanceof Uint8Array ? model : writeModel(model);
  const session = await InferenceSession.create(bytes, {
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  try {
    const given = Object.entries(feeds).map(([name, { type, data, dimensions }]) => {
      const runtimeType = runtimeTypes[type] ?? (type as RuntimeTensor.Type);
      return [name, new RuntimeTensor(runtimeType, data, dimensions)] as const;
    });
    const results = await session.run(Object.fromEntries(given));
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensorOf(tensor)]));
  } finally {
    await session.release();
  }
}

function tensorOf({ type, data, dims }: RuntimeTensor): Tensor {
  const name = type === "float64" ? "double" : type === "float32" ? "float" : type;
  return { type: name, data, dimensions: dims } as unknown as Tensor;
}
