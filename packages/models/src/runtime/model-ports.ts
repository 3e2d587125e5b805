import { MlopsError } from "@mlops/core";
import type { ValueSummary } from "@mlops/onnx";

import { columnHolders, type ColumnType, type ModelPort } from "./model-column.ts";

/** @throws MlopsError MODEL_UNSUPPORTED where one is not a rank-1 tensor of string, double, int64 or bool. */
export function modelPorts(kind: "input" | "output", values: readonly ValueSummary[]): ModelPort[] {
  if (values.length === 0) throw new MlopsError("MODEL_UNSUPPORTED", `The model has no ${kind}.`);
  return values.map(({ name, type, shape }) => {
    if (isColumnType(type) && shape?.length === 1) return { name, type };
    const form = `${type ?? "unknown"}[${shape?.join(", ") ?? "?"}]`;
    throw new MlopsError("MODEL_UNSUPPORTED", `The model's ${kind} "${name}" is ${form}, which is not a column.`, {
      details: { kind, name, type, shape },
    });
  });
}

function isColumnType(type: string | null): type is ColumnType {
  return type !== null && Object.hasOwn(columnHolders, type);
}
