import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { queryFiles } from "./query-files.ts";

let folder: string;
let outside: string;

beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), "mlops-query-"));
  folder = join(root, "project folder");
  outside = join(root, "outside.csv");
  const { mkdir } = await import("node:fs/promises");
  await mkdir(join(folder, "data"), { recursive: true });
  await writeFile(join(folder, "data/a.csv"), "id,amount,name\n1,2.5,x\n2,,y\n3,7.5,\n");
  await writeFile(outside, "secret\n1\n");
});
afterAll(() => rm(join(folder, ".."), { recursive: true, force: true }));

const rowsOf = async (sql: string): Promise<unknown[]> => {
  await using query = await queryFiles(sql, { folder });
  return (await query.read()).table.toRows();
};
const codeOf = (sql: string): Promise<unknown> =>
  rowsOf(sql).then(
    () => "no error",
    (error: { code: string }) => error.code,
  );

describe("a query over files", () => {
  test("reads below the folder, names relative to it, in the query's order", async () => {
    expect(await rowsOf("SELECT id, amount FROM 'data/a.csv' ORDER BY id DESC LIMIT 2")).toEqual([
      { id: 3n, amount: 7.5 },
      { id: 2n, amount: null },
    ]);
    expect(await rowsOf("WITH t AS (SELECT sum(amount) AS total FROM 'data/a.csv') SELECT total FROM t; ")).toEqual([
      { total: 10 },
    ]);
    expect(await rowsOf("/* note */ -- more\nSELECT 'a''b' AS \"odd name\" -- end")).toEqual([{ "odd name": "a'b" }]);
  });

  test("finds files by every spelling, and only files", async () => {
    const sum = "SELECT sum(id)::INT AS s FROM ";
    for (const from of [
      "'data/a.csv'",
      '"data/a.csv"',
      "read_csv('data/a.csv')",
      "read_csv_auto(['data/a.csv'])",
      "'data/*.csv'",
    ]) {
      expect(await rowsOf(sum + from)).toEqual([{ s: 6 }]);
    }
    expect(await rowsOf("SELECT 9007199254740993 AS big, 'data/a.csv' AS text")).toEqual([
      { big: 9007199254740993n, text: "data/a.csv" },
    ]);
    expect(await rowsOf("WITH a AS (SELECT 1 AS x) SELECT x FROM a WHERE x IN (SELECT id FROM 'data/a.csv')")).toEqual([
      { x: 1 },
    ]);
  });

  test("points to the mistake", async () => {
    await expect(rowsOf("SELECT id\nFORM 'data/a.csv'")).rejects.toThrow(/Line 2, column 6/);
  });

  test("comes in batches", async () => {
    await using query = await queryFiles("SELECT range AS i FROM range(5000)", { folder, batchRows: 2048 });
    const sizes = [];
    for await (const table of query.batches()) sizes.push(table.rowCount);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5000);
    expect(sizes.length).toBeGreaterThan(1);
  });

  test.each([
    ["SELECT * FROM 'data/none.csv'", "FILE_NOT_FOUND"],
    ["SELECT nothing FROM 'data/a.csv'", "SQL_INVALID"],
    ["SELEC 1", "SQL_INVALID"],
    ["", "SQL_INVALID"],
    ["SELECT 1; SELECT 2", "SQL_INVALID"],
    ["CREATE TABLE t (a INT)", "SQL_INVALID"],
    ["COPY (SELECT 1) TO 'data/out.csv'", "SQL_INVALID"],
    ["ATTACH 'x.db'", "SQL_INVALID"],
    ["INSTALL httpfs", "SQL_INVALID"],
    ["SET threads = 1", "SQL_INVALID"],
    ["SELECT 1 AS a, 2 AS a", "TABLE_COLUMN_DUPLICATE"],
  ])("%s is %s", async (sql, code) => {
    expect(await codeOf(sql)).toBe(code);
  });

  test("cannot reach outside the folder, by no spelling", async () => {
    for (const path of [outside, "../outside.csv", "data/../../outside.csv", "/etc/passwd"]) {
      expect(await codeOf(`SELECT * FROM read_csv('${path}')`)).toMatch(/PERMISSION_DENIED|FILE_NOT_FOUND/);
      expect(await codeOf(`SELECT * FROM read_text('${path}')`)).toMatch(/PERMISSION_DENIED|FILE_NOT_FOUND/);
      expect(await codeOf(`SELECT * FROM glob('${path}')`)).toMatch(/PERMISSION_DENIED|FILE_NOT_FOUND|no error/);
    }
    expect(await codeOf("SELECT * FROM 'https://example.org/x.csv'")).not.toBe("no error");
    expect(await codeOf("SELECT getenv('HOME')")).not.toBe("no error");
  });
});
