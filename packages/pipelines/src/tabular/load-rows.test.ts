import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseSpec } from "@mlops/preprocessing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { loadRows } from "./load-rows.ts";

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mlops-load-"));
  path = join(folder, "loans.csv");
  await writeFile(path, "code,day,amount\n0012,31JAN2024,1\n0340,29FEB2024,2\n7,30FEB2024,3\n");
});
afterAll(() => rm(folder, { recursive: true }));

const spec = (unparsable: string) =>
  parseSpec.parse({ columns: { code: {}, day: { type: "instant", format: "%d%b%Y", unparsable } } });

test("codes keep their zeros, dates become instants", async () => {
  const { table } = await loadRows({ kind: "file", path }, { parse: spec("null") });
  expect(table.toRows()).toEqual([
    { code: "0012", day: Date.UTC(2024, 0, 31), amount: 1 },
    { code: "0340", day: Date.UTC(2024, 1, 29), amount: 2 },
    { code: "7", day: null, amount: 3 },
  ]);
});

test("a text that cannot be parsed is named with its line", async () => {
  await expect(loadRows({ kind: "file", path }, { parse: spec("error") })).rejects.toMatchObject({
    code: "PREPROCESSING_VALUE_INVALID",
    message: expect.stringMatching(/loans\.csv:4: Row 2 of the column "day" holds "30FEB2024"/) as unknown,
  });
});

test("a parsed column that the file lacks is named", async () => {
  const parse = parseSpec.parse({ columns: { amonut: { type: "double" } } });
  await expect(loadRows({ kind: "file", path }, { parse })).rejects.toMatchObject({ code: "TABLE_COLUMN_UNKNOWN" });
});

test("a file whose rows cannot fit is refused before it is read", async () => {
  await expect(loadRows({ kind: "file", path }, { memory: 100 })).rejects.toMatchObject({
    code: "FILE_TOO_LARGE",
    hint: expect.stringContaining("USING SAMPLE") as unknown,
  });
});
