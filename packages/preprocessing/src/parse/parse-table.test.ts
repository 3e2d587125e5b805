import { type CellValue, type DataType, Table } from "@mlops/table";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { dateFormat } from "./date-format.ts";
import { parseSpec } from "./parse-spec.ts";
import { parseTable } from "./parse-table.ts";

function parsed(
  column: object,
  values: readonly CellValue[],
  type: DataType = "string",
  nullValues?: string[],
): CellValue[] {
  const spec = parseSpec.parse({ columns: { x: column }, ...(nullValues && { null_values: nullValues }) });
  const table = Table.fromRows(
    [{ name: "x", type }],
    values.map((x) => ({ x })),
  );
  const { length } = values;
  const result = parseTable(table, spec);
  return Array.from({ length }, (_, row) => result.cell("x", row));
}

const utc = (...parts: Parameters<typeof Date.UTC>): number => Date.UTC(...parts);

describe("parseTable", () => {
  it.each<[string, object, CellValue[], CellValue[]]>([
    ["the first letters, in small", { substring: [0, 3], case: "lower" }, ["ABCdef", "X", null], ["abc", "x", null]],
    ["characters, not code units", { substring: [1, 2] }, ["\u{1F327}서울시"], ["서울"]],
    ["composed letters", {}, ["e\u0301"], ["\u00e9"]],
    [
      "numbers with groups",
      { type: "double", thousands: "," },
      ["1,234.5", "-12,345,678", "7", ""],
      [1234.5, -12345678, 7, null],
    ],
    ["numbers of the continent", { type: "double", thousands: ".", decimal: "," }, ["1.234,5", "0,25"], [1234.5, 0.25]],
    ["numbers with exponents and spaces", { type: "double" }, [" 1e3 ", ".5", "+2."], [1000, 0.5, 2]],
    ["booleans", { type: "bool", true_values: ["Y"], false_values: ["N"] }, ["y", "N", null], [true, false, null]],
    [
      "dates of SAS",
      { type: "instant", format: "%d%b%Y" },
      ["31JAN2024", "01feb2024"],
      [utc(2024, 0, 31), utc(2024, 1, 1)],
    ],
    [
      "dates by default",
      { type: "instant" },
      ["2024-02-29", "2024-01-01T09:00+09:00"],
      [utc(2024, 1, 29), utc(2024, 0, 1)],
    ],
    [
      "local times",
      { type: "instant", format: "%Y-%m-%d %H:%M:%S", time_zone: "Asia/Seoul" },
      ["2024-01-01 09:00:00"],
      [utc(2024, 0, 1)],
    ],
    [
      "times with their zone",
      { type: "instant", format: "%d.%m.%y %H:%M %z" },
      ["01.02.24 03:30 +0100"],
      [utc(2024, 1, 1, 2, 30)],
    ],
    [
      "what cannot be read, as nothing",
      { type: "instant", format: "%d%b%Y", unparsable: "null" },
      ["31FEB2024", "x"],
      [null, null],
    ],
    ["a column's own null texts", { type: "double", null_values: ["-"] }, ["-", " - ", "1"], [null, null, 1]],
  ])("reads %s", (_, column, texts, values) => {
    expect(parsed(column, texts)).toEqual(values);
  });

  it("takes numbers for codes, and leaves what is typed already", () => {
    expect(parsed({ type: "string" }, [48, null], "int32")).toEqual(["48", null]);
    expect(parsed({ type: "double", thousands: "," }, [1.5], "float64")).toEqual([1.5]);
    expect(parsed({ type: "instant", format: "%Y%m%d" }, [20240131], "int32")).toEqual([utc(2024, 0, 31)]);
    expect(parsed({ type: "instant" }, [5], "instant")).toEqual([5]);
  });

  it("applies null texts to every column of texts, but for those with their own", () => {
    expect(parsed({ null_values: [] }, ["?", "a"], "string", ["?"])).toEqual(["?", "a"]);
    expect(parsed({}, ["?", "a"], "string", ["?"])).toEqual([null, "a"]);
  });

  it.each<[object, CellValue, string]>([
    [{ type: "double" }, "1,234", 'Row 1 of the column "x" holds "1,234", which is no number.'],
    [{ type: "double", thousands: "," }, "12,34", "which is no number"],
    [{ type: "double" }, "1e999", "which is too large for a number"],
    [{ type: "double" }, "0x10", "which is no number"],
    [{ type: "bool" }, "maybe", "which is neither true nor false"],
    [{ type: "instant", format: "%d%b%Y" }, "31FEB2024", "which is no %d%b%Y"],
    [{ type: "instant" }, "2024-01-01 09:00", "neither a date nor an ISO 8601 time with its zone"],
  ])("refuses by %j what is none, at its row: %s", (column, text, message) => {
    expect(() => parsed(column, [null, text])).toThrow(
      expect.objectContaining({
        code: "PREPROCESSING_VALUE_INVALID",
        message: expect.stringContaining(message),
        details: { column: "x", row: 1, text },
      }),
    );
  });

  it("reads back any date and number that it can write", () => {
    const format = dateFormat("%d%b%Y");
    const names = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    fc.assert(
      fc.property(fc.integer({ min: -25567, max: 100_000 }), (day) => {
        const date = new Date(day * 86_400_000);
        const text = `${String(date.getUTCDate()).padStart(2, "0")}${names[date.getUTCMonth()]}${date.getUTCFullYear()}`;
        expect(typeof format === "string" ? format : format.read(text)).toBe(day * 86_400_000);
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(parsed({ type: "double" }, [String(number)])).toEqual([number + 0]);
      }),
    );
  });
});

describe("parseSpec", () => {
  it.each<[object, string]>([
    [{ type: "double", substring: [0, 3] }, "It has an effect only with type: string"],
    [{ type: "string", format: "%Y" }, "It has an effect only with type: instant"],
    [{ type: "instant", format: "%d%m" }, "names no whole date"],
    [{ type: "instant", format: "%d%b%Y%q" }, "There is no %q in formats"],
    [{ type: "instant", format: "%Y-%m-%d %H:%M" }, "A time without a zone names no instant"],
    [{ type: "instant", format: "%Y-%m-%d", time_zone: "Asia/Seoul" }, "It has an effect only with a format of times"],
    [{ type: "instant", format: "%Y-%m-%d %H:%M", time_zone: "Asia/Soul" }, "is no IANA time zone"],
  ])("refuses %j", (column, message) => {
    const result = parseSpec.safeParse({ columns: { x: column } });
    expect(result.error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});
