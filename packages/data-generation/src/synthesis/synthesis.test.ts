import { isMlopsError, randomKey } from "@mlops/core";
import { concatTables, digestTable, type Table } from "@mlops/table";
import { expect, test } from "vitest";

import { coin } from "../testing/coin-synthesizer.ts";
import { parseConditions } from "./conditions.ts";
import { conditioned } from "./draw-matching.ts";
import { CHUNK_ROWS, drawChunk, drawRows } from "./draw-rows.ts";
import { withCodes } from "./with-codes.ts";
import { withoutTarget } from "./without-target.ts";

async function collect(chunks: AsyncGenerator<Table>): Promise<Table> {
  const tables: Table[] = [];
  for await (const table of chunks) tables.push(table);
  return concatTables(tables);
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return isMlopsError(error) ? error.code : String(error);
  }
}

test("a seed means the same rows, another seed others; chunks do not repeat each other", async () => {
  const rows = CHUNK_ROWS + 100;
  const first = await collect(drawRows(coin, { rows, seed: 1 }));
  expect(first.rowCount).toBe(rows);
  expect(digestTable(first)).toBe(digestTable(await collect(drawRows(coin, { rows, seed: 1 }))));
  const sides = (table: Table): string => digestTable(table.select(["side"]));
  expect(sides(first)).not.toBe(sides(await collect(drawRows(coin, { rows, seed: 2 }))));
  expect(sides(first.slice(0, 100))).not.toBe(sides(first.slice(CHUNK_ROWS)));
  expect(new Set(first.columnOf("id", "int32").values).size).toBe(rows);
});

test("progress is the rows so far; a signal stops between chunks; no rows are refused", async () => {
  const seen: number[] = [];
  const stop = new AbortController();
  const rows = 3 * CHUNK_ROWS;
  const drawn = drawRows(coin, {
    rows,
    seed: 1,
    signal: stop.signal,
    onProgress: (done) => {
      seen.push(done);
      if (seen.length === 2) stop.abort();
    },
  });
  await expect(collect(drawn)).rejects.toMatchObject({ code: "CANCELLED" });
  expect(seen).toEqual([CHUNK_ROWS, 2 * CHUNK_ROWS]);
  await expect(collect(drawRows(coin, { rows: 0, seed: 1 }))).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
});

test("chunks drawn elsewhere, several at once and out of order, are the same rows; one that fails does so in its turn", async () => {
  const rows = 5 * CHUNK_ROWS + 7;
  const here = await collect(drawRows(coin, { rows, seed: 1 }));
  let underWay = 0;
  let most = 0;
  const draw = async (range: { readonly start: number; readonly count: number }): Promise<Table> => {
    most = Math.max(most, (underWay += 1));
    await new Promise((done) => setTimeout(done, range.start === 0 ? 20 : 1));
    underWay -= 1;
    return drawChunk(coin, 1, range);
  };
  const elsewhere = await collect(drawRows(coin, { rows, seed: 1, draw, ahead: 3 }));
  expect(digestTable(elsewhere)).toBe(digestTable(here));
  expect(most).toBe(3);
  const seen: number[] = [];
  const failing = drawRows(coin, {
    rows,
    seed: 1,
    ahead: 4,
    draw: async (range) => {
      if (range.start === 2 * CHUNK_ROWS) throw new Error("no luck");
      return draw(range);
    },
    onProgress: (done) => seen.push(done),
  });
  await expect(collect(failing)).rejects.toThrow("no luck");
  expect(seen).toEqual([CHUNK_ROWS, 2 * CHUNK_ROWS]);
});

test("conditions are read by the column's type", () => {
  const schema = [
    { name: "a", type: "string" },
    { name: "a=b", type: "int32" },
    { name: "flag", type: "bool" },
    { name: "big", type: "int64" },
    { name: "x", type: "float64" },
  ] as const;
  expect(parseConditions(["a=1", "a=b=2", "flag=true", "big=9", "x=1e3"], schema)).toEqual([
    { column: "a", value: "1" },
    { column: "a=b", value: 2 },
    { column: "flag", value: true },
    { column: "big", value: 9n },
    { column: "x", value: 1000 },
  ]);
  expect(parseConditions(["a="], schema)).toEqual([{ column: "a", value: null }]);
  for (const bad of ["flag=yes", "x=abc", "a=b=1.5", "nothing=1", "a", "big=1.5"]) {
    expect(
      codeOf(() => parseConditions([bad], schema)),
      bad,
    ).toBe("SYNTHESIS_CONDITION_INVALID");
  }
  expect(codeOf(() => parseConditions(["a=1", "a=2"], schema))).toBe("SYNTHESIS_CONDITION_INVALID");
  expect(() => parseConditions(["flg=true"], schema)).toThrow(/no column "flg"/);
});

test("rows that meet a condition are found by drawing; what never happens ends in an error", () => {
  const heads = conditioned(coin, [{ column: "side", value: "heads" }]);
  const table = heads.draw(randomKey(1), { start: 0, count: 300 });
  expect(table.rowCount).toBe(300);
  expect(table.toRows().every(({ side }) => side === "heads")).toBe(true);
  expect(table.toRows().map(({ id }) => id)).toEqual(Array.from({ length: 300 }, (_, row) => row));
  const never = conditioned(coin, [{ column: "side", value: "edge" }]);
  expect(codeOf(() => never.draw(randomKey(1), { start: 0, count: 1 }))).toBe("SYNTHESIS_CONDITION_UNMET");
});

test("the target can be left out, texts can be numbered", () => {
  const range = { start: 0, count: 50 };
  const bare = withoutTarget(coin);
  expect(bare.schema.map(({ name }) => name)).toEqual(["id"]);
  expect(bare.draw(randomKey(1), range).columnNames).toEqual(["id"]);
  expect(codeOf(() => withoutTarget(bare))).toBe("INVALID_ARGUMENT");
  const coded = withCodes(coin);
  const codes = coded.draw(randomKey(1), range).column("side");
  const texts = coin.draw(randomKey(1), range).column("side");
  expect(codes.type).toBe("int32");
  expect(coded.lineage["codes"]).toEqual({ side: ["heads", "tails"] });
  expect([...codes.values]).toEqual([...texts.values].map((code) => (code === 1 ? 0 : 1)));
  const { categories: _, ...unlisted } = coin;
  expect(codeOf(() => withCodes(unlisted))).toBe("INVALID_ARGUMENT");
});
