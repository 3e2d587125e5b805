import fc from "fast-check";
import { expect, test } from "vitest";

import type { Row } from "./data-type.ts";
import { sortTable } from "./sort.ts";
import { Table } from "./table.ts";
import { arbitraryRows, schema } from "./testing/arbitrary-table.ts";

const rank = (value: Row[string] | undefined): number => (Number.isNaN(value) ? 1 : 0);

function compare(a: Row, b: Row, name: string, descending: boolean): number {
  const [x, y] = [a[name] ?? null, b[name] ?? null];
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  const ascending = rank(x) - rank(y) || (x < y ? -1 : x > y ? 1 : 0);
  return descending ? -ascending : ascending;
}

test("sorts like a stable sort of rows: NaN above numbers, nulls last in both directions", () => {
  const names = schema.map((field) => field.name);
  fc.assert(
    fc.property(
      arbitraryRows,
      fc.constantFrom(...names),
      fc.constantFrom(...names),
      fc.boolean(),
      (rows, p, q, down) => {
        const sorted = sortTable(Table.fromRows(schema, rows), [{ column: p, descending: down }, q]);
        expect(sorted.toRows()).toEqual(rows.toSorted((a, b) => compare(a, b, p, down) || compare(a, b, q, false)));
      },
    ),
  );
});

test("nulls first where asked", () => {
  const table = Table.fromRows([{ name: "v", type: "int32" }], [{ v: 1 }, { v: null }, { v: 0 }]);
  const sorted = sortTable(table, [{ column: "v", nulls: "first", descending: true }]);
  expect(sorted.toRows().map((row) => row["v"])).toEqual([null, 1, 0]);
});
