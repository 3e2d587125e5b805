import fc from "fast-check";
import { expect, test } from "vitest";

import { type AggregateName, aggregateNames } from "./aggregates.ts";
import type { CellValue } from "./data-type.ts";
import { groupBy } from "./group-by.ts";
import { Table } from "./table.ts";
import { arbitraryRows, schema } from "./testing/arbitrary-table.ts";

const everyAggregate = Object.fromEntries(
  aggregateNames.map((aggregate) => [aggregate, { column: "v", aggregate }] as const),
);

function oracle(name: AggregateName, cells: readonly CellValue[]): CellValue {
  const values = cells.filter((cell): cell is number => cell !== null);
  const sorted = values.toSorted((a, b) => a - b);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const any = values.length > 0;
  switch (name) {
    case "count":
      return values.length;
    case "count_distinct":
      return new Set(values).size;
    case "sum":
      return any ? values.reduce((a, b) => a + b, 0) : null;
    case "mean":
      return any ? mean : null;
    case "std":
      return values.length < 2
        ? null
        : Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1));
    case "min":
      return any ? Math.min(...values) : null;
    case "max":
      return any ? Math.max(...values) : null;
    case "median":
      return any ? ((sorted[(values.length - 1) >> 1] ?? 0) + (sorted[values.length >> 1] ?? 0)) / 2 : null;
    case "first":
      return values[0] ?? null;
    default:
      return values.at(-1) ?? null;
  }
}

test("groups and aggregates equal a naive row-based computation", () => {
  const value = fc.option(fc.integer({ min: -8, max: 8 }), { nil: null });
  const key = fc.constantFrom(null, "a", "b");
  const row = fc.record({ p: key, q: fc.constantFrom(null, Number.NaN, 0, -0, 1), v: value });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const table = Table.fromRows(
        [
          { name: "p", type: "string" },
          { name: "q", type: "float64" },
          { name: "v", type: "float64" },
        ],
        rows,
      );
      const groups = new Map<string, typeof rows>();
      for (const item of rows) {
        const id = `${item.p}|${item.q === null ? "null" : item.q + 0}`;
        groups.set(id, [...(groups.get(id) ?? []), item]);
      }
      const result = groupBy(table, ["p", "q"], everyAggregate).toRows();
      expect(result.length).toBe(groups.size);
      for (const [index, members] of [...groups.values()].entries()) {
        expect(result[index]?.["p"]).toBe(members[0]?.p);
        for (const name of aggregateNames) {
          const expected = oracle(
            name,
            members.map((member) => member.v),
          );
          const actual = result[index]?.[name] ?? null;
          expect(actual === null).toBe(expected === null);
          expect(Number(actual)).toBeCloseTo(Number(expected), 9);
        }
      }
    }),
  );
});

test("without keys the whole table is one group, an empty table none", () => {
  fc.assert(
    fc.property(arbitraryRows, (rows) => {
      const table = Table.fromRows(schema, rows);
      const result = groupBy(table, [], { n: { column: "k", aggregate: "count" } });
      const counted = rows.filter((row) => row["k"] !== null).length;
      expect(result.toRows()).toEqual(rows.length === 0 ? [] : [{ n: counted }]);
    }),
  );
});

test("NaN spreads, nulls do not", () => {
  const table = Table.fromRows([{ name: "v", type: "float64" }], [{ v: 1 }, { v: null }, { v: Number.NaN }]);
  const [row] = groupBy(table, [], everyAggregate).toRows();
  expect(row).toMatchObject({ count: 2, sum: Number.NaN, min: Number.NaN, max: Number.NaN, median: Number.NaN });
});

test("sums are compensated, and integers of 64 bits stay exact or fail", () => {
  const sum = { s: { column: "v", aggregate: "sum" } } as const;
  const floats = Table.fromRows([{ name: "v", type: "float64" }], [{ v: 1e100 }, { v: 1 }, { v: -1e100 }]);
  expect(groupBy(floats, [], sum).toRows()).toEqual([{ s: 1 }]);
  const schema = [{ name: "v", type: "int64" }] as const;
  const big = Table.fromRows(schema, [{ v: 2n ** 53n }, { v: 1n }]);
  expect(groupBy(big, [], sum).toRows()).toEqual([{ s: 2n ** 53n + 1n }]);
  const tooBig = Table.fromRows(schema, [{ v: 2n ** 63n - 1n }, { v: 1n }]);
  expect(() => groupBy(tooBig, [], sum)).toThrow(expect.objectContaining({ code: "TABLE_INTEGER_OVERFLOW" }));
});

test("arithmetic on texts is refused with the column's name", () => {
  const table = Table.fromRows([{ name: "v", type: "string" }], [{ v: "a" }]);
  expect(() => groupBy(table, [], { m: { column: "v", aggregate: "mean" } })).toThrow(
    expect.objectContaining({ code: "TABLE_TYPE_MISMATCH", message: expect.stringContaining('"v"') as unknown }),
  );
  expect(groupBy(table, [], { m: { column: "v", aggregate: "max" } }).toRows()).toEqual([{ m: "a" }]);
});
