import type { PlainColumn, PlainFeature } from "@mlops/conformance";
import { graphBuilder, onnxModel, writeModel } from "@mlops/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";

import { preparationOpsets } from "../columns/graph-columns.ts";
import type { InputColumn } from "../tabular/input-column.ts";
import type { Preparation } from "../tabular/preparation.ts";
import { preparationToOnnx } from "../tabular/preparation-to-onnx.ts";

/** The bytes of a file that gives out each feature as `feature:<index>`. */
export function preparationModel(preparation: Preparation): Uint8Array {
  const graph = graphBuilder("preparation");
  for (const [index, feature] of preparationToOnnx(graph, preparation).entries()) {
    graph.output(`feature:${index}`, feature.value, feature.kind === "numeric" ? "double" : "int64", ["rows"]);
  }
  return writeModel(onnxModel(graph.finish(), { opsets: preparationOpsets }));
}

/** Features by ONNX Runtime. Cells are fed as they are, so that only the graph can map them to nulls. */
export async function runOnnx(columns: readonly PlainColumn[], preparation: Preparation): Promise<PlainFeature[]> {
  const session = await InferenceSession.create(preparationModel(preparation), { logSeverityLevel: 4 });
  try {
    const outputs = await session.run(feedsOf(columns, preparation));
    return preparation.state.features.map((feature, index) => {
      const { data } = outputs[`feature:${index}`] ?? { data: [] };
      const values = Array.from(data as ArrayLike<number | bigint>, Number);
      return feature.kind === "numeric"
        ? { name: feature.name, values }
        : { name: feature.name, values, categories: feature.categories };
    });
  } finally {
    await session.release();
  }
}

function feedsOf(columns: readonly PlainColumn[], { state }: Preparation): Record<string, Tensor> {
  return Object.fromEntries(
    (state.border ?? state.inputs).map((input) => {
      const values = columns.find(({ name }) => name === input.name)?.values ?? [];
      return [input.name, tensorOf(input, values)];
    }),
  );
}

function tensorOf({ type }: InputColumn, values: PlainColumn["values"]): Tensor {
  const shape = [values.length];
  if (type === "string") {
    return new Tensor(
      "string",
      values.map((value) => (value === null ? "" : String(value))),
      shape,
    );
  }
  if (type === "bool") return new Tensor("bool", Uint8Array.from(values, booleanByte), shape);
  if (type === "int64") return new Tensor("int64", BigInt64Array.from(values, nullableInteger), shape);
  return new Tensor(
    "float64",
    Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    shape,
  );
}

function nullableInteger(value: PlainColumn["values"][number]): bigint {
  return value === null ? -(2n ** 63n) : BigInt(value);
}

function booleanByte(value: PlainColumn["values"][number]): number {
  if (value === null) throw new Error("a bool tensor holds no null");
  return Number(value);
}
