import fc from "fast-check";

import type { Row } from "../data-type.ts";
import { type Schema, Table } from "../table.ts";

/** Every type once; few distinct values, so that groups, joins and ties occur. */
export const schema: Schema = [
  { name: "k", type: "string" },
  { name: "i", type: "int32" },
  { name: "x", type: "float64" },
  { name: "y", type: "float32" },
  { name: "n", type: "int64" },
  { name: "b", type: "bool" },
  { name: "t", type: "instant" },
];

const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null, freq: 4 });

export const arbitraryRow: fc.Arbitrary<Row> = fc.record({
  k: nullable(fc.constantFrom("", "a", "b", "서울", "\u{1F327}")),
  i: nullable(fc.integer({ min: -2, max: 2 })),
  x: nullable(fc.constantFrom(Number.NaN, -1.5, 0, -0, 2, Number.POSITIVE_INFINITY)),
  y: nullable(fc.constantFrom(Number.NaN, 0.5, -0.25, 3)),
  n: nullable(fc.constantFrom(-(2n ** 63n), -1n, 0n, 2n ** 53n + 1n)),
  b: nullable(fc.boolean()),
  t: nullable(fc.integer({ min: 0, max: 6 }).map((hour) => 1_380_000_000_000 + hour * 3_600_000)),
});

export const arbitraryRows: fc.Arbitrary<Row[]> = fc.array(arbitraryRow, { maxLength: 25 });

export const arbitraryTable: fc.Arbitrary<Table> = arbitraryRows.map((rows) => Table.fromRows(schema, rows));
