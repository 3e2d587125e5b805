import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeColumn, Table } from "@mlops/table";
import { expect, test } from "vitest";

import { temporaryFile, temporaryFolder } from "../testing/temporary-folder.ts";
import { openTableFile, readTable } from "./open-table-file.ts";
import { writeTable } from "./write-table.ts";

const code = (value: string): Error => expect.objectContaining({ code: value }) as Error;

test("lines of JSON: missing members are null, nested values are JSON text, bad cells are told by line", async () => {
  const path = await temporaryFile(
    "rows.ndjson",
    '{"n":1,"t":"2013-01-01T00:00:00Z","s":"1"}\n\n{"n":2.5,"o":{"k":[1]},"b":true}\n{"n":"three","s":null}\n',
  );
  const { table, rejected } = await readTable(path, { types: { n: "float64" } });
  expect(table.schema).toEqual([
    { name: "n", type: "float64" },
    { name: "t", type: "instant" },
    { name: "s", type: "string" },
    { name: "o", type: "string" },
    { name: "b", type: "bool" },
  ]);
  expect(table.toRows()).toEqual([
    { n: 1, t: Date.UTC(2013, 0, 1), s: "1", o: null, b: null },
    { n: 2.5, t: null, s: null, o: '{"k":[1]}', b: true },
    { n: null, t: null, s: null, o: null, b: null },
  ]);
  expect(rejected).toMatchObject([{ where: `${path}:4`, column: "n", text: "three" }]);
});

test("an array of objects, one object, and objects over several lines", async () => {
  const array = await temporaryFile("array.json", '\n[{"a":1},\n{"a":9007199254740993}]');
  expect((await readTable(array)).table.toRows()).toEqual([{ a: 1n }, { a: 2n ** 53n + 1n }]);
  const pretty = await temporaryFile("pretty.json", '{\n "a": 1\n}\n{\n "a": 2\n}\n');
  expect((await readTable(pretty)).table.toRows()).toEqual([{ a: 1 }, { a: 2 }]);
});

test.each([
  ["a cut line", "cut.ndjson", '{"a":1}\n{"a":\n{"a":3}\n', "FILE_DAMAGED"],
  ["a cut array", "cut.json", '[{"a":1},{"a"', "FILE_DAMAGED"],
  ["a text", "text.json", "hello", "FILE_DAMAGED"],
  ["an array of numbers", "numbers.json", "[1,2]", "FILE_DAMAGED"],
  ["an empty array", "none.json", "[]", "FILE_EMPTY"],
  ["an empty file", "empty.json", "", "FILE_EMPTY"],
  ["no Parquet at all", "text.parquet", "a,b\n1,2\n", "FILE_DAMAGED"],
])("%s (%s) is an error that names the file", async (_, name, content, expected) => {
  const path = await temporaryFile(name, content);
  await expect(readTable(path)).rejects.toThrow(
    expect.objectContaining({ code: expected, message: expect.stringContaining(name) as unknown }),
  );
});

test("keys that differ only in capitals are refused, others like the reader's own names are not", async () => {
  const path = await temporaryFile("case.ndjson", '{"A":1}\n{"a":2}\n');
  await expect(readTable(path)).rejects.toThrow(code("TABLE_COLUMN_DUPLICATE"));
  const fine = await temporaryFile("fine.ndjson", '{"n":1,"c0":2,"n_1":3,"v0":4,"t0":5}\n');
  expect((await readTable(fine)).table.toRows()).toEqual([{ n: 1, c0: 2, n_1: 3, v0: 4, t0: 5 }]);
});

test("a truncated and a scribbled Parquet file are damaged, not a crash", async () => {
  const path = join(await temporaryFolder(), "good.parquet");
  const table = Table.fromColumns([
    [
      "v",
      makeColumn(
        "float64",
        Float64Array.from({ length: 5000 }, (_, row) => Math.sin(row)),
        null,
      ),
    ],
  ]);
  await writeTable(path, table);
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.length - 30));
  await expect(readTable(path)).rejects.toThrow(code("FILE_DAMAGED"));
  await writeFile(
    path,
    Buffer.concat([bytes.subarray(0, 200), Buffer.alloc(bytes.length - 600, 0xa5), bytes.subarray(-400)]),
  );
  await expect(readTable(path)).rejects.toThrow(code("FILE_DAMAGED"));
});

test("Parquet keeps its types, is filtered by text, and tells rows by number", async () => {
  const path = join(await temporaryFolder(), "rows.parquet");
  const table = Table.fromRows(
    [
      { name: "s", type: "string" },
      { name: "v", type: "string" },
      { name: "t", type: "instant" },
    ],
    [
      { s: "JFK", v: "1", t: -1 },
      { s: "LGA", v: "2", t: 0 },
      { s: "JFK", v: "x", t: 1 },
    ],
  );
  await writeTable(path, table);
  await using file = await openTableFile(path, { columns: ["t", "v"], types: { v: "int32" }, where: { s: ["JFK"] } });
  const read = await file.read();
  expect(read.table.toRows()).toEqual([
    { t: -1, v: 1 },
    { t: 1, v: null },
  ]);
  expect(read.rejected).toMatchObject([{ where: `${path} (row 3)`, column: "v", text: "x" }]);
  expect(await read.locate([0])).toEqual([`${path} (row 1)`]);
  await expect(readTable(path, { columns: ["S"] })).rejects.toThrow(code("TABLE_COLUMN_UNKNOWN"));
});
