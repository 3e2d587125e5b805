import fc from "fast-check";
import { expect, test } from "vitest";

import { makeColumn } from "./column.ts";
import { concatTables } from "./concat.ts";
import { digestTable, tablesEqual } from "./digest.ts";
import { Table } from "./table.ts";
import { arbitraryTable, schema } from "./testing/arbitrary-table.ts";

test("digests are equal exactly when tables are", () => {
  fc.assert(
    fc.property(arbitraryTable, arbitraryTable, (a, b) => {
      expect(digestTable(a) === digestTable(b)).toBe(tablesEqual(a, b));
    }),
  );
});

test("the way a table was built does not show in its digest", () => {
  fc.assert(
    fc.property(arbitraryTable, fc.nat(25), (table, cut) => {
      const reversed = table.take(table.toRows().map((_, index) => table.rowCount - 1 - index));
      const twice = reversed.take(reversed.toRows().map((_, index) => table.rowCount - 1 - index));
      const parts = concatTables([table.slice(0, cut), twice.slice(cut)]);
      expect(tablesEqual(parts, table)).toBe(true);
      expect(digestTable(parts)).toBe(digestTable(table));
    }),
  );
});

test("the order of a dictionary, unused texts and what stands under nulls do not count", () => {
  const a = makeColumn("string", Int32Array.of(0, 1, 0), Uint8Array.of(0b011), ["x", "y"]);
  const b = makeColumn("string", Int32Array.of(2, 0, 7), Uint8Array.of(0b111_1011), ["y", "unused", "x"]);
  const [one, other] = [a, b].map((column) => digestTable(Table.fromColumns([["s", column]])));
  expect(one).toBe(other);
});

test("0 and −0 are one value, and so are all NaN", () => {
  const bits = new BigUint64Array([0n, 1n << 63n, 0x7ff8000000000000n, 0xfff8000000000001n]);
  const values = new Float64Array(bits.buffer);
  const digests = [0, 1, 2, 3].map((row) =>
    digestTable(Table.fromColumns([["x", makeColumn("float64", values.slice(row, row + 1), null)]])),
  );
  expect(digests[1]).toBe(digests[0]);
  expect(digests[3]).toBe(digests[2]);
  expect(digests[2]).not.toBe(digests[0]);
});

test.each([
  ["null and NaN", { x: null }, { x: Number.NaN }],
  ["null and the empty text", { k: null }, { k: "" }],
  ["null and zero", { i: null }, { i: 0 }],
  ["two lone surrogates", { k: "\uD800" }, { k: "\uD801" }],
  ["neighbouring 64-bit integers", { n: 2n ** 53n }, { n: 2n ** 53n + 1n }],
])("%s differ", (_, a, b) => {
  const [one, other] = [a, b].map((row) => Table.fromRows(schema, [row]));
  expect(one && other && tablesEqual(one, other)).toBe(false);
  expect(one && digestTable(one)).not.toBe(other && digestTable(other));
});

test("the digest of a known table stays the same from release to release", () => {
  const table = Table.fromRows(schema, [
    { k: "서울", i: -1, x: 0.1, y: 0.5, n: 2n ** 60n, b: true, t: 1_380_974_400_000 },
    { k: null, i: null, x: Number.NaN, y: null, n: null, b: null, t: null },
  ]);
  expect(digestTable(table)).toMatchInlineSnapshot(
    `"62d928755a98277b5bb52058d3d32a9e5655fcff7a992aab1e7514198b193920"`,
  );
});
