import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { getuid } from "node:process";
import { join } from "node:path";

import { makeColumn, type Schema, Table, tablesEqual } from "@mlops/table";
import fc from "fast-check";
import { expect, test } from "vitest";

import { temporaryFolder } from "../testing/temporary-folder.ts";
import { openTableFile, readTable } from "./open-table-file.ts";
import { writeTable } from "./write-table.ts";

const schema: Schema = [
  { name: "x", type: "float64" },
  { name: "f", type: "float32" },
  { name: "i", type: "int32" },
  { name: "n", type: "int64" },
  { name: "b", type: "bool" },
  { name: 'the "text"', type: "string" },
  { name: "t", type: "instant" },
];
const types = Object.fromEntries(schema.map(({ name, type }) => [name, type]));
const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });

function rowsOf(finite: boolean): fc.Arbitrary<Record<string, number | bigint | boolean | string | null>[]> {
  const row = fc.record({
    x: nullable(fc.double({ noDefaultInfinity: finite, noNaN: finite })),
    f: nullable(fc.float({ noDefaultInfinity: finite, noNaN: finite })),
    i: nullable(fc.integer()),
    n: nullable(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    b: nullable(fc.boolean()),
    // CSV has one form for null and the empty text.
    'the "text"': nullable(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 5 }).filter((text) => !text.includes("\0")),
    ),
    t: nullable(fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2200, 0) })),
  });
  return fc.array(row, { maxLength: 8 });
}

test.each(["csv", "parquet", "json", "ndjson"] as const)(
  "what is written as %s is read back the same",
  async (format) => {
    const folder = await temporaryFolder();
    const finite = format === "json" || format === "ndjson";
    await fc.assert(
      fc.asyncProperty(rowsOf(finite), async (rows) => {
        fc.pre(rows.length > 0 || !finite);
        const table = Table.fromRows(schema, rows);
        const path = join(folder, `t.${format}`);
        expect(await writeTable(path, table)).toBe(rows.length);
        const read = await readTable(path, { types, nullValues: format === "csv" ? [""] : [] });
        expect(read.rejected).toEqual([]);
        expect(tablesEqual(read.table, table)).toBe(true);
        expect(await readdir(folder)).toEqual([`t.${format}`]);
      }),
      { numRuns: 20 },
    );
  },
);

test("tables of an async iterable follow one another; more than a vector's worth", async () => {
  const path = join(await temporaryFolder(), "it's [1].parquet");
  const part = (start: number): Table =>
    Table.fromRows(
      [{ name: "i", type: "int32" }],
      Array.from({ length: 3000 }, (_, index) => ({ i: start + index })),
    );
  async function* parts(): AsyncGenerator<Table> {
    yield part(0);
    yield part(3000);
  }
  expect(await writeTable(path, parts())).toBe(6000);
  await using file = await openTableFile(path);
  const { table } = await file.read();
  expect(table.toRows()).toEqual([...part(0).toRows(), ...part(3000).toRows()]);
});

test("the text forms are those that the docstring promises", async () => {
  const folder = await temporaryFolder();
  const table = Table.fromRows(
    [
      { name: "t", type: "instant" },
      { name: "s", type: "string" },
    ],
    [
      { t: Date.UTC(2013, 9, 5, 12), s: "NA" },
      { t: Date.UTC(2013, 9, 5, 12) + 5, s: null },
    ],
  );
  const text = async (name: string, options = {}): Promise<string> => {
    await writeTable(join(folder, name), table, options);
    return readFile(join(folder, name), "utf8");
  };
  expect(await text("a.csv", { nullValue: "NA" })).toBe(
    't,s\n2013-10-05T12:00:00Z,"NA"\n2013-10-05T12:00:00.005Z,NA\n',
  );
  expect(await text("a.tsv")).toBe("t\ts\n2013-10-05T12:00:00Z\tNA\n2013-10-05T12:00:00.005Z\t\n");
  expect(JSON.parse(await text("a.json"))).toEqual([
    { t: "2013-10-05T12:00:00Z", s: "NA" },
    { t: "2013-10-05T12:00:00.005Z", s: null },
  ]);
});

test("a failed write leaves the old file and nothing beside it", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "kept.csv");
  await writeFile(path, "old");
  const good = Table.fromRows([{ name: "a", type: "int32" }], [{ a: 1 }]);
  const other = Table.fromRows([{ name: "b", type: "int32" }], [{ b: 1 }]);
  await expect(writeTable(path, [good, other])).rejects.toThrow(
    expect.objectContaining({ code: "TABLE_TYPE_MISMATCH" }),
  );
  async function* breaking(): AsyncGenerator<Table> {
    yield good;
    throw new RangeError("the producer broke");
  }
  await expect(writeTable(path, breaking())).rejects.toThrow(RangeError);
  await expect(writeTable(path, [])).rejects.toThrow(expect.objectContaining({ code: "TABLE_SHAPE_INVALID" }));
  expect(await readdir(folder)).toEqual(["kept.csv"]);
  expect(await readFile(path, "utf8")).toBe("old");
});

test("what a stream leaves is the file alone; a Parquet file carries what its reader should know", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "out.parquet");
  const values = Int32Array.from({ length: 5000 }, (_, row) => row);
  const table = Table.fromColumns([["i", makeColumn("int32", values, null)]]);
  await writeTable(path, [table, table], { metadata: { synthetic: "true", "made by": "it's a test" } });
  expect(await readdir(folder)).toEqual(["out.parquet"]);
  const bytes = await readFile(path, "latin1");
  expect(bytes).toContain("synthetic");
  expect(bytes).toContain("it's a test");
  expect((await readTable(path)).table.rowCount).toBe(10_000);
  async function* failing(): AsyncGenerator<Table> {
    yield table;
    await Promise.reject(new Error("the source failed"));
  }
  await expect(writeTable(path, failing())).rejects.toThrow("the source failed");
  expect(await readdir(folder)).toEqual(["out.parquet"]);
});

test("NaN has no JSON form and is refused with its place", async () => {
  const path = join(await temporaryFolder(), "a.json");
  const table = Table.fromRows([{ name: "x", type: "float64" }], [{ x: null }, { x: Number.NaN }]);
  await expect(writeTable(path, table)).rejects.toThrow(
    expect.objectContaining({ code: "TABLE_VALUE_INVALID", message: expect.stringMatching(/Row 1 .*"x"/) as unknown }),
  );
});

test("columns that differ only in capitals have no file form", async () => {
  const path = join(await temporaryFolder(), "a.parquet");
  const table = Table.fromColumns([
    ["A", makeColumn("int32", Int32Array.of(1), null)],
    ["a", makeColumn("int32", Int32Array.of(2), null)],
  ]);
  await expect(writeTable(path, table)).rejects.toThrow(expect.objectContaining({ code: "TABLE_COLUMN_DUPLICATE" }));
});

test("a folder that does not exist is named", async () => {
  const path = join(await temporaryFolder(), "no", "a.csv");
  const table = Table.fromRows([{ name: "x", type: "float64" }], []);
  await expect(writeTable(path, table)).rejects.toThrow(expect.objectContaining({ code: "FILE_NOT_FOUND" }));
});

test.skipIf(getuid?.() === 0)("a folder that cannot be written is named", async () => {
  const folder = join(await temporaryFolder(), "read-only");
  await mkdir(folder);
  await chmod(folder, 0o500);
  const table = Table.fromRows([{ name: "x", type: "float64" }], []);
  await expect(writeTable(join(folder, "a.csv"), table)).rejects.toThrow(
    expect.objectContaining({ code: "PERMISSION_DENIED" }),
  );
});
