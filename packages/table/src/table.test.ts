import fc from "fast-check";
import { expect, test } from "vitest";

import { columnBuilder } from "./column-builder.ts";
import { makeColumn } from "./column.ts";
import { concatTables } from "./concat.ts";
import { tablesEqual } from "./digest.ts";
import { Table } from "./table.ts";
import { arbitraryRow, arbitraryRows, arbitraryTable, schema } from "./testing/arbitrary-table.ts";
import { countNulls } from "./validity.ts";

test("rows survive the way into a table and back, null and NaN kept apart", () => {
  fc.assert(
    fc.property(arbitraryRows, (rows) => {
      const table = Table.fromRows(schema, rows);
      expect(table.toRows()).toEqual(rows);
      expect(table.rowCount).toBe(rows.length);
      for (const { name } of schema) {
        expect(countNulls(table.column(name).validity, table.rowCount)).toBe(
          rows.filter((row) => row[name] === null).length,
        );
      }
    }),
  );
});

test("slice, take, filter and concat do what they do on arrays of rows", () => {
  fc.assert(
    fc.property(arbitraryRows, fc.integer({ min: -3, max: 30 }), fc.integer({ min: -3, max: 30 }), (rows, from, to) => {
      const table = Table.fromRows(schema, rows);
      const low = Math.max(0, from);
      expect(table.slice(from, to).toRows()).toEqual(rows.slice(low, Math.max(low, to)));
      const indices = rows.map((_, index) => (index * 7) % rows.length);
      expect(table.take(indices).toRows()).toEqual(indices.map((index) => rows[index]));
      expect(table.filter((row) => row.get("b") === true).toRows()).toEqual(rows.filter((row) => row["b"] === true));
      const mask = rows.map((row) => row["i"] === 1);
      expect(table.filter(mask).toRows()).toEqual(rows.filter((_, index) => mask[index]));
      const parts = [table.slice(0, low), table.slice(low), table.take(indices)];
      expect(concatTables(parts).toRows()).toEqual([...rows, ...indices.map((index) => rows[index])]);
    }),
  );
});

test("no operation changes the table that it was made from", () => {
  fc.assert(
    fc.property(arbitraryTable, (table) => {
      const before = table.toRows();
      table.rename({ k: "key" }).without(["i"]).slice(1).take([]);
      concatTables([table, table.withColumn("x", table.column("x"))]);
      expect(table.toRows()).toEqual(before);
    }),
  );
});

test("a column builder fed by blocks equals one fed cell by cell, and can be used again", () => {
  fc.assert(
    fc.property(fc.array(fc.array(arbitraryRow, { maxLength: 9 }), { maxLength: 5 }), (blocks) => {
      const byBlock = columnBuilder("float64", "x", 1);
      const byCell = columnBuilder("float64", "x", 1);
      for (let round = 0; round < 2; round += 1) {
        for (const block of blocks) {
          const { values, validity, length } = Table.fromRows(schema, block).columnOf("x", "float64");
          byBlock.appendBlock(values, validity, length);
          for (const row of block) byCell.append(row["x"]);
        }
        const [a, b] = [byBlock, byCell].map((builder) => Table.fromColumns([["x", builder.finish()]]));
        expect(a?.toRows()).toEqual(blocks.flat().map(({ x }) => ({ x })));
        expect(b && a && tablesEqual(a, b)).toBe(true);
      }
    }),
  );
});

test("selection, order and renaming of columns", () => {
  const table = Table.fromRows(schema, [{ k: "a", i: 1 }]);
  expect(table.select(["x", "k"]).columnNames).toEqual(["x", "k"]);
  expect(table.rename({ k: "i", i: "k" }).select(["k", "i"]).row(0)).toEqual({ k: 1, i: "a" });
  expect(table.without(["x", "y", "n", "b", "t"]).row(0)).toEqual({ k: "a", i: 1 });
  expect(table.has("k")).toBe(true);
  expect(table.has("K")).toBe(false);
});

test("columns with names of object members are ordinary columns", () => {
  const rows = [JSON.parse('{"__proto__":1,"constructor":2}') as Record<string, number>];
  const fields = [
    { name: "__proto__", type: "int32" },
    { name: "constructor", type: "int32" },
  ] as const;
  const table = Table.fromRows(fields, rows);
  expect(JSON.stringify(table.toRows())).toBe('[{"__proto__":1,"constructor":2}]');
  expect(Table.fromRows(fields, [{}]).cell("constructor", 0)).toBeNull();
});

test.each([
  ["int32", 1.5],
  ["int32", 2 ** 31],
  ["int32", Number.NaN],
  ["int32", "1"],
  ["int64", 1],
  ["int64", 2n ** 63n],
  ["float64", "1"],
  ["bool", 1],
  ["string", 1],
  ["instant", 0.5],
  ["instant", 9e15],
] as const)("a %s column refuses %s and names column, row and value", (type, value) => {
  expect(() => Table.fromRows([{ name: "c", type }], [{ c: null }, { c: value }])).toThrow(
    expect.objectContaining({
      code: "TABLE_VALUE_INVALID",
      details: expect.objectContaining({ column: "c", row: 1 }) as unknown,
    }),
  );
});

test("an unknown column is answered with the existing ones and the nearest", () => {
  const table = Table.fromRows([{ name: "temperature", type: "float64" }], []);
  for (const attempt of [
    () => table.column("temprature"),
    () => table.select(["temprature"]),
    () => table.rename({ temprature: "t" }),
    () => Table.fromRows(table.schema, [{ temprature: 1 }]),
  ]) {
    expect(attempt).toThrow(
      expect.objectContaining({
        code: "TABLE_COLUMN_UNKNOWN",
        message: expect.stringContaining('"temperature"') as unknown,
        hint: 'Did you mean "temperature"?',
      }),
    );
  }
  expect(() => table.column("visibility")).toThrow(
    expect.objectContaining({ hint: expect.not.stringContaining("mean") as unknown }),
  );
});

test("shapes that do not fit are refused", () => {
  const column = makeColumn("int32", new Int32Array(2), null);
  const shape = expect.objectContaining({ code: "TABLE_SHAPE_INVALID" }) as Error;
  expect(() => Table.fromColumns([["a", column]], 3)).toThrow(shape);
  expect(() => makeColumn("float64", new Int32Array(2), null)).toThrow(shape);
  expect(() => makeColumn("string", Int32Array.of(1), null, ["a"])).toThrow(shape);
  expect(() => makeColumn("string", Int32Array.of(0), null, ["a", "a"])).toThrow(shape);
  expect(() => makeColumn("bool", new Uint8Array(9), new Uint8Array(1))).toThrow(shape);
  const table = Table.fromColumns([["a", column]]);
  expect(() => table.take([2])).toThrow(shape);
  expect(() => table.filter([true])).toThrow(shape);
  expect(() => concatTables([])).toThrow(shape);
  expect(() =>
    Table.fromColumns([
      ["a", column],
      ["a", column],
    ]),
  ).toThrow(expect.objectContaining({ code: "TABLE_COLUMN_DUPLICATE" }));
  expect(() => concatTables([table, Table.fromColumns([["a", makeColumn("bool", new Uint8Array(1), null)]])])).toThrow(
    expect.objectContaining({ code: "TABLE_TYPE_MISMATCH" }),
  );
});
