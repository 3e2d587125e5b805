import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { expect, test } from "vitest";

import { temporaryFile, temporaryFolder } from "../testing/temporary-folder.ts";
import { openTableFile, readTable } from "./open-table-file.ts";
import type { RejectReport } from "./reject-log.ts";

const code = (value: string): Error => expect.objectContaining({ code: value }) as Error;

test("types are inferred from every row, nulls and NaN kept apart", async () => {
  const path = await temporaryFile(
    "types.csv",
    [
      "i,big,x,b,t,zip,text,empty,late",
      "1,9007199254740993,1.5,true,2013-01-01T06:00:00Z,00501,a,,1",
      "-2,1,nan,false,2013-01-01T15:00:00+09:00,10001,NA,NA,2",
      'NA,NA,1e-5,,2013-01-01 06:00-05:00,,"x,""y""",,z',
    ].join("\n"),
  );
  const { table, rejectedCount } = await readTable(path);
  expect(table.schema.map(({ type }) => type).join(" ")).toBe(
    "int32 int64 float64 bool instant string string string string",
  );
  const six = Date.UTC(2013, 0, 1, 6);
  expect(table.toRows()).toEqual([
    { i: 1, big: 2n ** 53n + 1n, x: 1.5, b: true, t: six, zip: "00501", text: "a", empty: null, late: "1" },
    { i: -2, big: 1n, x: Number.NaN, b: false, t: six, zip: "10001", text: null, empty: null, late: "2" },
    { i: null, big: null, x: 1e-5, b: null, t: six + 5 * 3_600_000, zip: null, text: 'x,"y"', empty: null, late: "z" },
  ]);
  expect(rejectedCount).toBe(0);
});

test("bad cells are null and described by line, whatever quoted line ends and blank lines come before", async () => {
  const path = await temporaryFile(
    "bad.csv",
    '\uFEFFa,n,t\r\n"line\r\nend",1,2013-01-01T00:00:00Z\r\n\r\nb,one,2013-01-01T01:00:00Z\r\nonly\r\nc,1_000,2013-01-01 02:00\r\n1,2,3,4\r\nd,4,\r\n',
  );
  const types = { a: "string", n: "float64", t: "instant" } as const;
  const { table, rejected, rejectedCount } = await readTable(path, { types });
  expect(table.toRows().map((row) => [row["a"], row["n"]])).toEqual([
    ["line\r\nend", 1],
    ["b", null],
    ["c", null],
    ["d", 4],
  ]);
  expect(rejected.map(({ where, column, text }) => [where, column, text])).toEqual([
    [`${path}:5`, "n", "one"],
    [`${path}:6`, undefined, "only"],
    [`${path}:7`, "n", "1_000"],
    [`${path}:7`, "t", "2013-01-01 02:00"],
    [`${path}:8`, undefined, "1,2,3,4"],
  ]);
  expect(rejectedCount).toBe(5);
  expect(rejected[0]?.message).toBe('"one" is not a number.');
  expect(rejected[1]?.message).toContain("Expected Number of Columns: 3 Found: 1");
});

test.each([
  ["int32", "1.5"],
  ["int32", "2147483648"],
  ["int32", "0x10"],
  ["int64", "9223372036854775808"],
  ["float64", "1_0"],
  ["float64", "1,5"],
  ["bool", "maybe"],
  ["instant", "2013-01-01T00:00:00"],
  ["instant", "2013-02-30T00:00:00Z"],
  ["instant", "today"],
] as const)("a %s column refuses %s instead of guessing", async (type, text) => {
  const path = await temporaryFile("cell.csv", `v,w\n"${text}",1\n`);
  const { table, rejected } = await readTable(path, { types: { v: type } });
  expect(table.toRows()).toEqual([{ v: null, w: 1 }]);
  expect(rejected).toMatchObject([{ where: `${path}:2`, column: "v", text }]);
});

test("columns are chosen and ordered, rows filtered by text, and lines stay those of the file", async () => {
  const path = await temporaryFile("filter.csv", "s,v,w\nLGA,1,a\nJFK,2,b\nLGA,x,c\nJFK,y,d\n");
  const options = { columns: ["w", "v"], types: { v: "int32" }, where: { s: ["JFK"] } } as const;
  await using file = await openTableFile(path, options);
  const { table, rejected, locate } = await file.read();
  expect(table.toRows()).toEqual([
    { w: "b", v: 2 },
    { w: "d", v: null },
  ]);
  expect(rejected).toMatchObject([{ where: `${path}:5`, column: "v", text: "y" }]);
  expect(await locate([1, 0])).toEqual([`${path}:5`, `${path}:3`]);
});

test("batches put together are the whole, with the same report", async () => {
  const lines = Array.from({ length: 9000 }, (_, index) => `${index},${index % 1000 === 7 ? "bad" : index / 2}`);
  const path = await temporaryFile("batches.csv", `i,x\n${lines.join("\n")}\n`);
  await using file = await openTableFile(path, { types: { x: "float64" }, batchRows: 3000 });
  const rows: unknown[] = [];
  let tables = 0;
  for await (const batch of file.batches()) {
    rows.push(...batch.toRows());
    tables += 1;
  }
  const whole = await file.read();
  expect(rows).toEqual(whole.table.toRows());
  expect(tables).toBeGreaterThan(1);
  const report = await file.rejected();
  expect(report.rejectedCount).toBe(9);
  expect(report.rejected[1]?.where).toBe(`${path}:1009`);
  expect(whole.rejected).toEqual(report.rejected);
});

test("the report is cut at its limit and says how many there were", async () => {
  const path = await temporaryFile("many.csv", `v,w\n${"x,1\n".repeat(50)}`);
  const report = await readTable(path, { types: { v: "int32" }, maxRejected: 3 });
  expect(report.rejected).toHaveLength(3);
  expect(report.rejectedCount).toBe(50);
});

test("euc-kr and a byte order mark are decoded, other bytes refused", async () => {
  const korean = Uint8Array.of(0xbc, 0xad, 0xbf, 0xef);
  const header = new TextEncoder().encode("name,v\n");
  const row = new TextEncoder().encode(",1\n");
  const path = await temporaryFile("korean.csv", Buffer.concat([header, korean, row]));
  expect((await readTable(path, { encoding: "euc-kr" })).table.toRows()).toEqual([{ name: "서울", v: 1 }]);
  const asUtf8 = await readTable(path);
  expect(asUtf8.table.rowCount).toBe(0);
  expect(asUtf8.rejected).toMatchObject([{ where: `${path}:2`, message: expect.stringContaining("utf-8") as unknown }]);
  const broken = await temporaryFile("broken.csv", Buffer.concat([header, Uint8Array.of(0xff, 0xff), row]));
  await expect(readTable(broken, { encoding: "euc-kr" })).rejects.toThrow(code("FILE_ENCODING_INVALID"));
  const utf16 = await temporaryFile("utf16.csv", Buffer.from("\uFEFFa,b\n1,2\n", "utf16le"));
  await expect(readTable(utf16)).rejects.toThrow(code("FILE_ENCODING_INVALID"));
});

test.each([
  "it's.csv",
  'say "hi".csv',
  "a[1].csv",
  "star*.csv",
  "what?.csv",
  "{a,b}.csv",
  "two words.csv",
  "날씨 🌧.csv",
  "50%;--.csv",
  "back\\slash.csv",
  "~$HOME.csv",
])("the name %s means that file and no other", async (name) => {
  const folder = join(await temporaryFolder(), "it's [x] *");
  await mkdir(folder);
  for (const other of ["a1.csv", "star1.csv", "what1.csv", "a.csv"]) await writeFile(join(folder, other), "v,w\n0,0\n");
  const path = join(name.includes("\\") ? await temporaryFolder() : folder, name);
  await writeFile(path, "v,w\n1,2\n");
  expect((await readTable(path)).table.toRows()).toEqual([{ v: 1, w: 2 }]);
});

test.each([
  ["a header only", "a,b\n", []],
  ["a header without line end", "a,b", []],
  ["old Mac line ends", "a,b\r1,2\r", [{ a: 1, b: 2 }]],
  ["no line end at the end", "a,b\n1,2", [{ a: 1, b: 2 }]],
  ["one column", "a\n1\n\n3\n", [{ a: 1 }, { a: null }, { a: 3 }]],
  ["blank lines first", "\r\n\r\na,b\r\n1,2\r\n", [{ a: 1, b: 2 }]],
  ["blank lines before one column", "\uFEFF\n\na\n1\n", [{ a: 1 }]],
  ["quoted and nameless header", '"a ""b""",\n1,2\n', [{ 'a "b"': 1, column_2: 2 }]],
])("%s", async (_, content, rows) => {
  const path = await temporaryFile("shape.csv", content);
  const { table, rejectedCount } = await readTable(path);
  expect(table.toRows()).toEqual(rows);
  expect(rejectedCount).toBe(0);
});

test.each([
  ["an empty file", "FILE_EMPTY", ""],
  ["a repeated column", "TABLE_COLUMN_DUPLICATE", "a,a\n1,2\n"],
  ["binary garbage", "FILE_DAMAGED", Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)],
  ["a header that never ends", "FILE_DAMAGED", `"${"x".repeat(1_100_000)}`],
  ["mixed line ends", "FILE_DAMAGED", "a,b\r\n1,2\n3,4\r\n"],
])("%s is answered by %s", async (_, expected, content) => {
  const path = await temporaryFile("wrong.csv", content);
  await expect(readTable(path)).rejects.toThrow(
    expect.objectContaining({ code: expected, message: expect.stringContaining(basename(path)) as unknown }),
  );
});

test("an unclosed quote is reported with the line at which it begins", async () => {
  const path = await temporaryFile("quote.csv", 'a,b\n1,2\n3,"open\n5,6\n');
  const { table, rejected } = await readTable(path);
  expect(table.toRows()).toEqual([{ a: 1, b: 2 }]);
  expect(rejected).toMatchObject([{ where: `${path}:3` }]);
});

test("a line longer than the reader takes is reported by its beginning", async () => {
  const path = await temporaryFile("long.csv", `a,b\n1,${"x".repeat(2_200_000)}\n3,4\n`);
  const { table, rejected } = await readTable(path);
  expect(table.toRows()).toEqual([{ a: 3, b: 4 }]);
  expect(rejected).toMatchObject([{ where: `${path}:2`, message: expect.stringContaining("line size") as unknown }]);
  expect(rejected[0]?.text?.length).toBeLessThan(300);
});

test("lines are right after blank lines at the beginning", async () => {
  const one = await temporaryFile("one.csv", "\n\na\n1\nx\n");
  expect((await readTable(one, { types: { a: "int32" } })).rejected).toMatchObject([{ where: `${one}:5` }]);
  const two = await temporaryFile("two.csv", "\n\na,b\n1,2\nx,2\n3\n");
  const { rejected } = await readTable(two, { types: { a: "int32" } });
  expect(rejected.map(({ where }) => where)).toEqual([`${two}:5`, `${two}:6`]);
});

test("a file that memory does not hold is refused on the way, and can still be read by batch", async () => {
  const lines = Array.from({ length: 20_000 }, (_, row) => `${row},${row % 7}`);
  const large = await temporaryFile("large.csv", `a,b\n${lines.join("\n")}\n`);
  await using file = await openTableFile(large, { maximumCells: 10_000, batchRows: 4096 });
  await expect(file.read()).rejects.toMatchObject({
    code: "FILE_MEMORY_EXCEEDED",
    message: expect.stringMatching(/large\.csv does not fit.*stopped at row \d+ of 2 columns/) as unknown,
  });
  let rows = 0;
  for await (const batch of file.batches()) rows += batch.rowCount;
  expect(rows).toBe(20_000);
});

test("columns may differ only in capitals", async () => {
  const path = await temporaryFile("case.csv", "A,a\n1,2\n");
  expect((await readTable(path, { columns: ["a", "A"] })).table.toRows()).toEqual([{ a: 2, A: 1 }]);
});

test("an address is a name of a file that does not exist, never a host", async () => {
  for (const address of ["https://example.org/a.csv", "s3://bucket/a.csv", "hf://datasets/a.csv"]) {
    await expect(readTable(address)).rejects.toThrow(code("FILE_NOT_FOUND"));
  }
});

test("any text is a table with places inside the file, or an error with a code", async () => {
  const unit = fc.constantFrom("a", "1", ",", ",", '"', "\n", "\n", "\r\n", "\r", "\0", " ", "é", "\uFEFF", "NA");
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, minLength: 1, maxLength: 40 }), async (content) => {
      const path = await temporaryFile("any.csv", content);
      const lines = content.split(/\r\n|\r|\n/).length;
      const result = await readTable(path, { nullValues: [] }).catch((error: unknown) => error);
      const places = result instanceof Error ? [] : (result as RejectReport).rejected.map(({ where }) => where);
      expect(result).toSatisfy((value) => isMlopsError(value) || !(value instanceof Error));
      for (const place of places) {
        const line = Number(place.slice(path.length + 1));
        expect(line >= 1 && line <= lines).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test("a missing file, a folder, a missing column and a wrong ending are named", async () => {
  const path = await temporaryFile("weather.csv", "temp,humid\n1,2\n");
  await expect(readTable(join(path, "..", "no.csv"))).rejects.toThrow(code("FILE_NOT_FOUND"));
  await expect(readTable(join(path, "no.csv"))).rejects.toThrow(code("FILE_NOT_FOUND"));
  await expect(readTable(join(path, ".."), { format: "csv" })).rejects.toThrow(code("FILE_NOT_FOUND"));
  await expect(readTable(`${path}.xlsx`)).rejects.toThrow(code("FILE_FORMAT_UNKNOWN"));
  const unknown = expect.objectContaining({
    code: "TABLE_COLUMN_UNKNOWN",
    message: expect.stringMatching(/weather\.csv.*"temp", "humid"/s) as unknown,
    hint: 'Did you mean "humid"?',
  }) as Error;
  await expect(readTable(path, { columns: ["humidd"] })).rejects.toThrow(unknown);
  await expect(readTable(path, { types: { humidd: "int32" } })).rejects.toThrow(unknown);
  await expect(readTable(path, { where: { humidd: ["1"] } })).rejects.toThrow(unknown);
});

test("an aborted signal stops the read", async () => {
  const path = await temporaryFile("abort.csv", `v,w\n${"1,2\n".repeat(20_000)}`);
  const controller = new AbortController();
  await using file = await openTableFile(path, { signal: controller.signal, batchRows: 2048 });
  const batches = file.batches();
  await batches.next();
  controller.abort();
  await expect(batches.next()).rejects.toThrow(code("CANCELLED"));
});

test("an aborted signal ends a query under way", async () => {
  const path = await temporaryFile("slow.csv", `a,b,c,d\n${"1.5,2,x,2013-01-01T00:00:00Z\n".repeat(200_000)}`);
  const controller = new AbortController();
  const opening = openTableFile(path, { signal: controller.signal });
  setTimeout(() => controller.abort(), 25);
  await expect(opening).rejects.toThrow(code("CANCELLED"));
});

test("cells of any text come back as they were written", async () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r\n", " ", "é", "서", "'"), maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }), async (rows) => {
      const lines = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(","));
      const path = await temporaryFile("cells.csv", `a,b\n${lines.join("\n")}\n`);
      const types = { a: "string", b: "string" } as const;
      await using file = await openTableFile(path, { types, nullValues: [] });
      const { table, locate } = await file.read();
      expect(table.toRows().map((row) => [row["a"], row["b"]])).toEqual(rows);
      let line = 2;
      const places = rows.map((_, index) => {
        const place = `${path}:${line}`;
        line += lines[index]?.split("\n").length ?? 1;
        return place;
      });
      expect(await locate(rows.map((_, index) => index))).toEqual(places);
    }),
    { numRuns: 25 },
  );
});
