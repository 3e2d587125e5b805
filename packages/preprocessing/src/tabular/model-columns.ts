import { isValid, type Table } from "@mlops/table";

import type { PreparedColumn } from "../columns/column-kind.ts";
import { NULL_INSTANT } from "../columns/graph-columns.ts";
import { doublesOf } from "../columns/prepared-columns.ts";
import { applyHostSteps } from "./apply-preparation.ts";
import type { InputColumn } from "./input-column.ts";
import type { Preparation } from "./preparation.ts";

/** A raw column as a model's rank-1 input takes it, one value per row. */
export type ModelInput = Float64Array | BigInt64Array | Uint8Array | readonly string[];

/**
 * New rows as the inputs of the ONNX file, by name: null is NaN, −2⁶³ or "", texts are in NFC. Steps that are no part of
 * the file are applied before.
 *
 * @throws MlopsError as `applyPreparation` for columns that are missing, of another type or hold what cannot be prepared
 */
export function modelColumns(table: Table, preparation: Preparation): Record<string, ModelInput> {
  const columns = applyHostSteps(table, preparation);
  const inputs = preparation.state.border ?? preparation.state.inputs;
  return Object.fromEntries(
    inputs.map(({ name, type }) => [name, modelInput(columns.column(name) as PreparedColumn, type)]),
  );
}

function modelInput(column: PreparedColumn, type: InputColumn["type"]): ModelInput {
  const rows = { length: column.length };
  if (column.type === "string") {
    return Array.from(rows, (_, row) =>
      isValid(column.validity, row) ? (column.dictionary[column.values[row] ?? 0] ?? "") : "",
    );
  }
  if (type === "bool") return Uint8Array.from(column.values);
  const doubles = doublesOf(column);
  return type === "int64"
    ? BigInt64Array.from(rows, (_, row) => {
        const value = doubles[row] ?? Number.NaN;
        return Number.isNaN(value) ? NULL_INSTANT : BigInt(value);
      })
    : doubles;
}
