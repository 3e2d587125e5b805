import { join } from "node:path";

import { Table } from "@mlops/table";
import { expect, test } from "vitest";

import { temporaryFile, temporaryFolder } from "../testing/temporary-folder.ts";
import { columnNames } from "./column-names.ts";
import { writeTable } from "./write-table.ts";

test("names are those of the header, whatever the rows hold", async () => {
  const ragged = 'a,"b, c",\n1,2\n1,2,3,4,5\n"never closed';
  expect(await columnNames(await temporaryFile("ragged.csv", ragged))).toEqual(["a", "b, c", "column_3"]);
  expect(await columnNames(await temporaryFile("bom.csv", "\uFEFFa,b"))).toEqual(["a", "b"]);
  expect(await columnNames(await temporaryFile("tabs.tsv", "a\tb\n1\t2\n"))).toEqual(["a", "b"]);
});

test("Parquet and JSON name theirs", async () => {
  const path = join(await temporaryFolder(), "rows.parquet");
  const schema = [{ name: "x", type: "float64" as const }];
  await writeTable(path, Table.fromRows(schema, [{ x: 1 }]));
  expect(await columnNames(path)).toEqual(["x"]);
  expect(await columnNames(await temporaryFile("rows.json", '[{"a": 1}, {"b": 2}]'))).toEqual(["a", "b"]);
});

test.each([
  ["twice.csv", "a,b,a\n1,2,3\n", "TABLE_COLUMN_DUPLICATE"],
  [
    "korean.csv",
    Uint8Array.of(0xb3, 0xaa, 0xc0, 0xcc, 0x2c, 0x61, 0x0a, 0x31, 0x2c, 0x32, 0x0a),
    "FILE_ENCODING_INVALID",
  ],
  ["empty.csv", "", "FILE_EMPTY"],
])("%s is refused", async (name, content, code) => {
  await expect(columnNames(await temporaryFile(name, content))).rejects.toMatchObject({ code });
});
