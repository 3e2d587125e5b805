import { MlopsError } from "@mlops/core";
import { nearestName, type Table } from "@mlops/table";
import { z } from "zod";

import { type ColumnKind, kindOf, kindWords } from "./column-kind.ts";

const names = z.array(z.string().min(1)).min(1);

/** Columns by name, by kind, or all but some; absent, every column of the kinds that the step works on by itself. */
export const columnSelector = z
  .union(
    [
      names,
      z.strictObject({
        kinds: z
          .array(z.enum(["number", "code", "text", "boolean", "instant"]))
          .min(1)
          .optional(),
        except: names.optional(),
      }),
    ],
    { error: "Expected a list of column names, or {kinds, except}" },
  )
  .optional()
  .describe("Columns by name; or {kinds, except}; absent: every column that the step works on.");

export type ColumnSelector = z.output<typeof columnSelector>;

export interface Selection {
  /** For messages: "Step 2 (standard_scaler)". */
  readonly step: string;
  /** Kinds that the step can take when told to. */
  readonly accepts: readonly ColumnKind[];
  /** Kinds that it takes when no column is named. Default: `accepts`. */
  readonly byDefault?: readonly ColumnKind[];
}

/**
 * The columns that a selector means, in the table's order.
 *
 * @throws MlopsError PREPROCESSING_COLUMN_UNKNOWN, PREPROCESSING_COLUMN_TYPE for a named column the step cannot take
 */
export function selectColumns(table: Table, selector: ColumnSelector, selection: Selection): string[] {
  if (Array.isArray(selector)) return namedColumns(table, selector, selection);
  for (const name of selector?.except ?? []) assertColumn(table, name, selection.step);
  const kinds = selector?.kinds ?? selection.byDefault ?? selection.accepts;
  const unable = kinds.find((kind) => !selection.accepts.includes(kind));
  if (unable !== undefined) throw cannotTake(`columns of ${kindWords[unable]}`, selection, { kind: unable });
  return table.columnNames.filter((name) => {
    const kind = kindOf(table.column(name));
    return kind !== null && kinds.includes(kind) && selector?.except?.includes(name) !== true;
  });
}

function namedColumns(table: Table, wanted: readonly string[], selection: Selection): string[] {
  for (const name of wanted) {
    assertColumn(table, name, selection.step);
    const kind = kindOf(table.column(name));
    if (kind !== null && selection.accepts.includes(kind)) continue;
    const holds = kind === null ? table.column(name).type : kindWords[kind];
    throw cannotTake(`the column "${name}", which holds ${holds}`, selection, { column: name, kind });
  }
  return table.columnNames.filter((name) => wanted.includes(name));
}

function assertColumn(table: Table, name: string, step: string): void {
  if (table.has(name)) return;
  const near = nearestName(name, table.columnNames);
  const shown = table.columnNames.slice(0, 40).map((each) => `"${each}"`);
  const rest = table.columnNames.length > shown.length ? ` and ${table.columnNames.length - shown.length} more` : "";
  throw new MlopsError(
    "PREPROCESSING_COLUMN_UNKNOWN",
    `${step} names the column "${name}", which is not there when it is its turn. There are ${shown.join(", ")}${rest}.`,
    {
      ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
      details: { step, column: name, columns: table.columnNames },
    },
  );
}

function cannotTake(what: string, { step, accepts }: Selection, details: object): MlopsError {
  const able = accepts.map((kind) => kindWords[kind]).join(", ");
  return new MlopsError("PREPROCESSING_COLUMN_TYPE", `${step} cannot take ${what}; it takes ${able}.`, {
    details: { step, accepts, ...details },
  });
}
