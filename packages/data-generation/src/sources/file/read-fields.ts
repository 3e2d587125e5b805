import { precipitationTypeOf } from "@mlops/core";
import type { Instant, PrecipitationType, WeatherObservation } from "@mlops/core";
import { cellAt, type Table } from "@mlops/table";

import { blankObservation } from "../../observation/blank-observation.ts";
import { isPhysical, type NumericField, PHYSICAL_RANGE } from "../../observation/physical-range.ts";
import { type FileOptions, numericFields } from "./file-options.ts";
import { type CellReading, numberOf, readCells, type ReadCell } from "./read-cells.ts";
import { conversionOf, unitsOf } from "./units.ts";

/** A cell that was there and could not be used. */
export interface CellProblem {
  readonly column: string;
  readonly text: string;
  readonly problem: string;
}

/** Rows of a table as observations, in the units of the contract. */
export interface FieldReaders {
  observe(row: number, station: string, at: Instant): WeatherObservation;
  problems(row: number): readonly CellProblem[];
}

/** @throws MlopsError TABLE_COLUMN_UNKNOWN */
export function fieldReaders(table: Table, columns: FileOptions["columns"]): FieldReaders {
  const numbers = Object.entries(numericFields).flatMap(([key, field]) => {
    const mapped = columns[key as keyof typeof numericFields];
    return mapped === undefined ? [] : [{ field, column: mapped.column, read: numericCells(table, mapped, field) }];
  });
  const type = columns.precipitation_type && {
    column: columns.precipitation_type.column,
    read: readCells(table.column(columns.precipitation_type.column), precipitationTypeOfCell),
  };
  const conditions = columns.condition_code && table.column(columns.condition_code.column);
  return {
    observe(row, station, at) {
      const values: Partial<Record<NumericField, number | null>> = {};
      for (const { field, read } of numbers) values[field] = valueOf(read(row));
      const code = conditions && cellAt(conditions, row);
      const { precipitation = null, temperature = null } = values;
      return {
        ...blankObservation(station, at, "file"),
        ...values,
        precipitationType: type ? valueOf(type.read(row)) : precipitationTypeOf(precipitation, temperature),
        conditionCode: code === null || code === undefined ? null : String(code),
      };
    },
    problems(row) {
      return [...numbers, ...(type ? [type] : [])].flatMap(({ column, read }) => {
        const reading: CellReading<unknown> = read(row);
        if (!("problem" in reading)) return [];
        return [{ column, text: String(table.cell(column, row)), problem: reading.problem }];
      });
    },
  };
}

function valueOf<T>(reading: CellReading<T>): T | null {
  return "problem" in reading ? null : reading.value;
}

function numericCells(
  table: Table,
  { column, unit }: { readonly column: string; readonly unit?: string | undefined },
  field: NumericField,
): ReadCell<number> {
  const convert = conversionOf(field, unit);
  const [least, most] = PHYSICAL_RANGE[field];
  return readCells(table.column(column), (cell) => {
    const reading = numberOf(cell);
    if ("problem" in reading || reading.value === null || convert === undefined) return reading;
    const value = convert(reading.value);
    if (isPhysical(field, value)) return { value };
    const unitName = unitsOf(field)[0] ?? "";
    return { problem: `is ${value} ${unitName}, outside ${least} to ${most}` };
  });
}

const precipitationTypes: ReadonlySet<unknown> = new Set<PrecipitationType>(["none", "rain", "snow"]);

function precipitationTypeOfCell(cell: unknown): CellReading<PrecipitationType> {
  return precipitationTypes.has(cell)
    ? { value: cell as PrecipitationType }
    : { problem: "is none of none, rain, snow" };
}
