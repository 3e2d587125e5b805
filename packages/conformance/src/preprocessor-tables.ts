import fc from "fast-check";

/** A column as plain data; null is no value. */
export interface PlainColumn {
  readonly name: string;
  readonly type: "float64" | "int32" | "bool" | "string";
  readonly values: readonly (null | boolean | number | string)[];
}

type Cells = Readonly<Record<string, PlainColumn["values"]>>;

const types: Readonly<Record<string, PlainColumn["type"]>> = {
  number: "float64",
  skewed: "float64",
  whole: "int32",
  text: "string",
  digits: "string",
  flag: "bool",
  maybe: "bool",
  constant: "float64",
  nothing: "float64",
  "no text": "string",
};

export function columnsOf(cells: Cells): PlainColumn[] {
  return Object.entries(types).map(([name, type]) => ({ name, type, values: cells[name] ?? [] }));
}

/** The columns that options may name. Every kind, with nulls where the kind has them. */
export const training: Cells = {
  number: [1.5, null, -2, 1.5, 0.25, 7, null, 3],
  skewed: [1e6, 1, 2, null, 3, 1e-9, 4, 5],
  whole: [1, 2, 3, 2, 1, 3, 2, 9],
  text: ["b", "a", null, "서울", "b", "é", "\u{1F327}", "Z"],
  digits: ["10", "9", "010", "9", "1e1", "10", "9", "2"],
  flag: [true, false, true, true, false, true, false, false],
  maybe: [null, true, false, null, true, true, false, true],
  constant: [4, 4, 4, 4, 4, 4, 4, 4],
  nothing: [null, null, null, null, null, null, null, null],
  "no text": [null, null, null, null, null, null, null, null],
};

export function rowsOf(columns: readonly PlainColumn[], from: number, to: number): PlainColumn[] {
  return columns.map((column) => ({ ...column, values: column.values.slice(from, to) }));
}

/** The training rows with single cells replaced. */
export function changed(cells: Readonly<Record<string, null | boolean | number | string>>): PlainColumn[] {
  return columnsOf(training).map((column) =>
    Object.hasOwn(cells, column.name)
      ? { ...column, values: [cells[column.name] ?? null, ...column.values.slice(1)] }
      : column,
  );
}

const nullable = <V>(values: readonly V[]): fc.Arbitrary<V | null> =>
  fc.option(fc.constantFrom(...values), { nil: null, freq: 5 });

const numbers = nullable([Number.NaN, -1.5, 0, -0, 2, 2.000000000000001, 1e6, 0.1]);
const texts = nullable(["", "a", "b", "10", "9", "서울", "\u{1F327}", "\u{FF21}", "None", "NaN", "é"]);

const arbitraryRow: fc.Arbitrary<Readonly<Record<string, PlainColumn["values"][number]>>> = fc.record({
  number: numbers,
  skewed: numbers,
  whole: nullable([-1, 0, 1, 2]),
  text: texts,
  digits: texts,
  flag: fc.boolean(),
  maybe: nullable([true, false]),
  constant: fc.constant(4),
  nothing: fc.constant(null),
  "no text": fc.constant(null),
});

export const arbitraryColumns = fc
  .array(arbitraryRow, { minLength: 1, maxLength: 12 })
  .map((rows) =>
    columnsOf(Object.fromEntries(Object.keys(types).map((name) => [name, rows.map((row) => row[name] ?? null)]))),
  );
