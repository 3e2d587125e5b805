import { type Column, columnBuilder, type DataType, makeColumn, type Validity, validityOf } from "@mlops/table";

import { dateText } from "../metadata/date-text.ts";
import type { RowRange } from "../synthesis/synthesizer.ts";
import { idWriter } from "./id-pattern.ts";
import type { ColumnModel, ColumnSource, DistributionModel } from "./model.ts";
import type { ModelCell } from "./observe-column.ts";

/** Makes a column from what the latents read: numbers, levels, and 1 where cells are absent. */
type ColumnWriter = (read: readonly Float64Array[], range: RowRange) => Column;

/** Undefined for a formula, which is made from the other columns. */
export function columnWriter(column: ColumnModel, model: DistributionModel): ColumnWriter | undefined {
  const { source, missing } = column;
  const validityIn = (read: readonly Float64Array[], count: number): Validity => {
    const absent = missing === undefined ? undefined : read[missing];
    return absent === undefined ? null : validityOf(count, (row) => absent[row] === 0);
  };
  switch (source.kind) {
    case "number":
      return numberWriter(column, model, validityIn);
    case "levels":
      return levelWriter(column, source, validityIn);
    case "id":
      return idColumnWriter(column, source, validityIn);
    case "constant":
      return constantWriter(column, source, validityIn);
    case "formula":
      return undefined;
  }
}

type ValidityIn = (read: readonly Float64Array[], count: number) => Validity;
type NumberSource = Extract<ColumnSource, { readonly kind: "number" }>;

function numberWriter({ name, type }: ColumnModel, model: DistributionModel, validityIn: ValidityIn): ColumnWriter {
  const numbers = numbersOf(name, model);
  const source = numberSource(name, model);
  if (type !== "string") return (read, { count }) => typedNumbers(type, numbers(read, count), validityIn(read, count));
  const date = source.format === undefined ? undefined : dateText(source.format, source.upperCase);
  const written = (value: number): string => (date === undefined ? String(value) : date.format(value));
  return (read, { count }) => {
    const [values, validity] = [numbers(read, count), validityIn(read, count)];
    return textColumn(name, count, validity, (row) => written(values[row] ?? 0));
  };
}

function numberSource(name: string, { columns }: DistributionModel): NumberSource {
  const source = columns.find((column) => column.name === name)?.source;
  if (source?.kind !== "number") throw new TypeError(`the column ${name} is not drawn as a number`);
  return source;
}

/** Rounded and inside the range; on top of the column that this one is at least as large as. */
function numbersOf(
  name: string,
  model: DistributionModel,
): (read: readonly Float64Array[], count: number) => Float64Array {
  const source = numberSource(name, model);
  const below = source.above === undefined ? undefined : numbersOf(source.above, model);
  const { low, high, decimals, step } = source;
  const round = rounder(decimals, step);
  return (read, count) => {
    const drawn = read[source.latent] ?? new Float64Array(count);
    const base = below?.(read, count);
    const values = new Float64Array(count);
    for (let row = 0; row < count; row += 1) {
      const value = Math.min(high, Math.max(low, round(drawn[row] ?? 0)));
      values[row] = base === undefined ? value : round(value + (base[row] ?? 0));
    }
    return values;
  };
}

function rounder(decimals: number | null, step: number | undefined): (value: number) => number {
  if (step !== undefined) return (value) => Math.round(value / step) * step;
  if (decimals === null) return (value) => value;
  if (decimals === 0) return Math.round;
  const scale = 10 ** Math.abs(decimals);
  return decimals > 0 ? (value) => Math.round(value * scale) / scale : (value) => Math.round(value / scale) * scale;
}

function typedNumbers(type: Exclude<DataType, "string">, values: Float64Array, validity: Validity): Column {
  switch (type) {
    case "float64":
    case "instant":
      return makeColumn(type, values, validity);
    case "float32":
      return makeColumn(type, new Float32Array(values), validity);
    case "int32": {
      const whole = new Int32Array(values.length);
      for (let row = 0; row < whole.length; row += 1) whole[row] = Math.round(values[row] ?? 0);
      return makeColumn(type, whole, validity);
    }
    case "int64": {
      const whole = new BigInt64Array(values.length);
      for (let row = 0; row < whole.length; row += 1) whole[row] = BigInt(Math.round(values[row] ?? 0));
      return makeColumn(type, whole, validity);
    }
    case "bool": {
      const bits = new Uint8Array(values.length);
      for (let row = 0; row < bits.length; row += 1) bits[row] = (values[row] ?? 0) > 0 ? 1 : 0;
      return makeColumn(type, bits, validity);
    }
  }
}

function textColumn(name: string, count: number, validity: Validity, textOf: (row: number) => string): Column {
  const builder = columnBuilder("string", name, count);
  for (let row = 0; row < count; row += 1) {
    const valid = validity === null || (((validity[row >>> 3] ?? 0) >>> (row & 7)) & 1) === 1;
    builder.append(valid ? textOf(row) : null);
  }
  return builder.finish();
}

function levelWriter(
  { type }: ColumnModel,
  source: Extract<ColumnSource, { readonly kind: "levels" }>,
  validityIn: ValidityIn,
): ColumnWriter {
  const { values, latent } = source;
  const hasNull = values.includes(null);
  const validityOfLevels = (read: readonly Float64Array[], levels: Float64Array, count: number): Validity =>
    hasNull ? validityOf(count, (row) => (values[levels[row] ?? 0] ?? null) !== null) : validityIn(read, count);
  if (type === "string") {
    const dictionary = [...new Set(values.filter((value) => value !== null).map(String))];
    const codeOf = new Map(dictionary.map((text, code) => [text, code]));
    const codes = Int32Array.from(values, (value) => codeOf.get(String(value)) ?? 0);
    return (read, { count }) => {
      const levels = read[latent] ?? new Float64Array(count);
      const chosen = new Int32Array(count);
      for (let row = 0; row < count; row += 1) chosen[row] = codes[levels[row] ?? 0] ?? 0;
      return makeColumn("string", chosen, validityOfLevels(read, levels, count), dictionary);
    };
  }
  if (type === "int64") {
    const large = values.map((value) => BigInt(typeof value === "string" || typeof value === "number" ? value : 0));
    return (read, { count }) => {
      const levels = read[latent] ?? new Float64Array(count);
      const chosen = BigInt64Array.from({ length: count }, (_, row) => large[levels[row] ?? 0] ?? 0n);
      return makeColumn("int64", chosen, validityOfLevels(read, levels, count));
    };
  }
  const numbers = values.map(Number);
  return (read, { count }) => {
    const levels = read[latent] ?? new Float64Array(count);
    const chosen = new Float64Array(count);
    for (let row = 0; row < count; row += 1) chosen[row] = numbers[levels[row] ?? 0] ?? 0;
    return typedNumbers(type, chosen, validityOfLevels(read, levels, count));
  };
}

type IdSource = Extract<ColumnSource, { readonly kind: "id" }>;

function idColumnWriter(column: ColumnModel, source: IdSource, validityIn: ValidityIn): ColumnWriter {
  return (read, range) => idColumn(column, source, validityIn(read, range.count), range);
}

/** The identifiers of rows. @throws MlopsError SYNTHESIS_EXHAUSTED */
export function idColumn(
  { name, type }: ColumnModel,
  source: IdSource,
  validity: Validity,
  { start, count }: RowRange,
): Column {
  if (type === "string") {
    const write = idWriter(source.pattern ?? "00000000", name);
    return textColumn(name, count, validity, (row) => write(start + row));
  }
  const numbers = Float64Array.from({ length: count }, (_, row) => source.first + start + row);
  return typedNumbers(type, numbers, validity);
}

function constantWriter(
  { name, type }: ColumnModel,
  { value }: Extract<ColumnSource, { readonly kind: "constant" }>,
  validityIn: ValidityIn,
): ColumnWriter {
  return (read, { count }) => {
    const validity = value === null ? validityOf(count, () => false) : validityIn(read, count);
    if (type === "string") return textColumn(name, count, validity, () => String(value));
    return typedNumbers(type, new Float64Array(count).fill(numberOf(value)), validity);
  };
}

function numberOf(value: ModelCell): number {
  return value === null ? 0 : Number(value);
}
