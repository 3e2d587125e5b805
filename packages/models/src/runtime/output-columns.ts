import { MlopsError } from "@mlops/core";
import type { InferenceSession } from "onnxruntime-node";

import { columnHolders, type ColumnType, type ModelColumn, type ModelPort } from "./model-column.ts";

/** Gathers what the chunks of a run give out into one column per output. */
export function outputColumns(outputs: readonly ModelPort[], rows: number) {
  const columns = new Map(outputs.map(({ name, type }) => [name, emptyColumns[type](rows)]));
  return {
    /** @throws MlopsError MODEL_UNSUPPORTED where an output is not one value per row. */
    add(results: InferenceSession.OnnxValueMapType, start: number, end: number): void {
      for (const { name, type } of outputs) {
        const data: unknown = results[name]?.data;
        const length = Array.isArray(data) || ArrayBuffer.isView(data) ? Reflect.get(data, "length") : undefined;
        if (length !== end - start || !columnHolders[type].holds(data)) {
          throw new MlopsError(
            "MODEL_UNSUPPORTED",
            `The model's output "${name}" does not hold one ${type} per row: ${String(length)} values for ${end - start} rows.`,
            { details: { output: name, type, rows: end - start } },
          );
        }
        place(columns.get(name), data as ModelColumn, start);
      }
    },
    finish: (): Record<string, ModelColumn> => Object.fromEntries(columns),
  };
}

const emptyColumns: { readonly [T in ColumnType]: (rows: number) => ModelColumn } = {
  double: (rows) => new Float64Array(rows),
  int64: (rows) => new BigInt64Array(rows),
  bool: (rows) => new Uint8Array(rows),
  string: (rows) => Array.from({ length: rows }, () => ""),
};

function place(into: ModelColumn | undefined, part: ModelColumn, start: number): void {
  if (into instanceof Float64Array && part instanceof Float64Array) into.set(part, start);
  else if (into instanceof BigInt64Array && part instanceof BigInt64Array) into.set(part, start);
  else if (into instanceof Uint8Array && part instanceof Uint8Array) into.set(part, start);
  else if (Array.isArray(into) && Array.isArray(part))
    for (const [row, text] of part.entries()) into[start + row] = text;
}
