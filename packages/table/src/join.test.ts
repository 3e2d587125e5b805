import fc from "fast-check";
import { expect, test } from "vitest";

import { asOfJoin } from "./as-of-join.ts";
import type { Row } from "./data-type.ts";
import { joinTables } from "./join.ts";
import { Table } from "./table.ts";
import { arbitraryRows, schema } from "./testing/arbitrary-table.ts";

const table = (rows: readonly Row[]): Table => Table.fromRows(schema, rows);
const same = (a: unknown, b: unknown): boolean => a !== null && (a === b || (Number.isNaN(a) && Number.isNaN(b)));

test("inner and left joins equal nested loops, nulls matching nothing", () => {
  fc.assert(
    fc.property(arbitraryRows, arbitraryRows, fc.constantFrom(["k"], ["k", "x"], ["i", "b"]), (a, b, on) => {
      const right = table(b)
        .select([...on, "t"])
        .rename({ t: "rt" });
      const pairs = (row: Row): Row[] =>
        b
          .filter((other) => on.every((name) => same(row[name], other[name])))
          .map((m) => ({ ...row, rt: m["t"] ?? null }));
      expect(joinTables(table(a), right, { on }).toRows()).toEqual(a.flatMap(pairs));
      expect(joinTables(table(a), right, { on, how: "left" }).toRows()).toEqual(
        a.flatMap((row) => (pairs(row).length > 0 ? pairs(row) : [{ ...row, rt: null }])),
      );
    }),
  );
});

test("the as-of join equals a scan for the latest earlier row of the same key", () => {
  const hours = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined });
  fc.assert(
    fc.property(arbitraryRows, arbitraryRows, hours, fc.boolean(), (a, b, tolerance, allowExact) => {
      const right = table(b).select(["k", "t", "i"]).rename({ i: "ri" });
      const expected = a.map((row) => {
        const at = row["t"] as number | null;
        let best: Row | undefined;
        for (const other of b) {
          const then = other["t"] as number | null;
          if (at === null || then === null || !same(row["k"], other["k"])) continue;
          const age = at - then;
          if (age < 0 || (age === 0 && !allowExact)) continue;
          if (best === undefined || then >= (best["t"] as number)) best = other;
        }
        const tooOld = best && tolerance !== undefined && (at ?? 0) - (best["t"] as number) > tolerance * 3_600_000;
        return { ...row, ri: best && !tooOld ? best["i"] : null };
      });
      const joined = asOfJoin(table(a), right, {
        on: "t",
        by: ["k"],
        allowExact,
        ...(tolerance === undefined ? {} : { tolerance: tolerance * 3_600_000 }),
      });
      expect(joined.toRows()).toEqual(expected);
    }),
  );
});

test("64-bit integers are compared exactly, and the right column stays when it has another name", () => {
  const left = Table.fromRows([{ name: "n", type: "int64" }], [{ n: 2n ** 53n + 1n }, { n: 2n ** 53n }]);
  const right = Table.fromRows([{ name: "m", type: "int64" }], [{ m: 2n ** 53n + 1n }]);
  expect(asOfJoin(left, right, { on: "n", rightOn: "m", tolerance: 0 }).toRows()).toEqual([
    { n: 2n ** 53n + 1n, m: 2n ** 53n + 1n },
    { n: 2n ** 53n, m: null },
  ]);
});

test("a name in both tables needs a suffix", () => {
  const rows = [{ k: "a", i: 1 }];
  expect(() => joinTables(table(rows), table(rows), { on: ["k"] })).toThrow(
    expect.objectContaining({ code: "TABLE_COLUMN_DUPLICATE", message: expect.stringContaining('"i"') as unknown }),
  );
  expect(
    joinTables(table(rows), table(rows).select(["k", "i"]), { on: ["k"], suffix: "_right" }).cell("i_right", 0),
  ).toBe(1);
});

test("keys of different types and unordered columns are refused", () => {
  const other = Table.fromRows([{ name: "k", type: "int32" }], []);
  const mismatch = expect.objectContaining({ code: "TABLE_TYPE_MISMATCH" }) as Error;
  expect(() => joinTables(table([]), other, { on: ["k"] })).toThrow(mismatch);
  expect(() => asOfJoin(table([]), table([]), { on: "k", suffix: "_r" })).toThrow(mismatch);
});
