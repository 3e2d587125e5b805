import { MlopsError } from "@mlops/core";

/** A cell that stands in the way; `details.row` counts the table's rows from 0, so that a caller can say where it stands. */
export function invalidCell(column: string, row: number, what: string, hint?: string): MlopsError {
  return new MlopsError("SYNTHESIS_DATA_INVALID", `Row ${row + 1} of column "${column}" ${what}.`, {
    details: { column, row },
    ...(hint !== undefined && { hint }),
  });
}
