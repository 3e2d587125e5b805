import { isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

import { type DataFolder, dataFolder } from "../testing/data-folder.ts";
import { roundedDown, roundedUp } from "./round-outward.ts";
import { suggestSuite } from "./suggest-suite.ts";

let folder: DataFolder;
beforeAll(async () => {
  folder = await dataFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

describe("a proposed suite", () => {
  test("is passed by the data that it was made from, whatever the data is", async () => {
    const cell = fc.oneof(
      fc.integer({ min: -1000, max: 1000 }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom(
        "",
        "NA",
        "NaN",
        "-inf",
        "true",
        "2024-01-31",
        "31JAN2024",
        "2024-01-31T00:00:00Z",
        "01",
        "it's",
        "null",
        "~",
        "yes",
      ),
      fc.string({ maxLength: 8 }).map((text) => `"${text.replaceAll('"', '""')}"`),
    );
    const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.array(
        fc.oneof(fc.array(cell, { minLength: width, maxLength: width }), fc.constant(Array<string>(width).fill("7"))),
        {
          minLength: 1,
          maxLength: 40,
        },
      ),
    );
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const header = (rows[0] ?? []).map((_, index) => ["a", "b c", "x.y", "é"][index] ?? "");
        const text = [...[header, ...rows].map((row) => row.join(",")), ""].join("\n");
        const file = await folder.file("random.csv", text);
        // A row of one empty cell is no row; a table of only such has nothing to propose from.
        const outcome = await suggestSuite(file).then(
          ({ checks }) => (checks > 0 ? "proposed" : "empty"),
          (error: unknown) => (isMlopsError(error) ? error.code : String(error)),
        );
        expect(["proposed", "FILE_EMPTY"]).toContain(outcome);
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  test("sees keys, sets, order, dates and blocks of nulls", async () => {
    const rows = Array.from({ length: 60 }, (_, index) => {
      const isOpen = index % 3 === 0;
      return [
        index + 100,
        `2024-01-${String(1 + (index % 28)).padStart(2, "0")}`,
        ["red", "green"][index % 2],
        isOpen ? "" : index * 1.5,
        isOpen ? "" : `note ${index}`,
        `2024-01-01T${String(Math.floor(index / 3)).padStart(2, "0")}:00:00Z`,
      ].join(",");
    });
    const file = await folder.file("seen.csv", ["id,day,colour,amount,my note,at", ...rows, ""].join("\n"));
    const { text } = await suggestSuite(file);
    expect(parse(text)).toMatchObject({
      row_count: { min: 30 },
      columns: {
        id: { type: "integer", unique: true, monotone: "increasing", between: { min: 0 } },
        day: { type: { is: "date", format: "%Y-%m-%d" } },
        colour: { in: ["green", "red"], value_shares: { severity: "warn" } },
        amount: { type: "number", null_share: { max: 0.4 } },
        at: { type: "instant", monotone: "increasing" },
      },
      rules: [{ expression: "is_null(amount) == is_null(column_2)", names: { column_2: "my note" } }],
    });
  });

  test("of a file without rows there is none", async () => {
    const file = await folder.file("header.csv", "a,b\n");
    await expect(suggestSuite(file)).rejects.toMatchObject({ code: "FILE_EMPTY" });
  });
});

test("rounding goes outward and keeps few digits", () => {
  expect([roundedDown(12_345, 2), roundedUp(12_345, 2)]).toEqual([12_000, 13_000]);
  expect([roundedDown(-0.012345, 2), roundedUp(-0.012345, 2)]).toEqual([-0.013, -0.012]);
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 1, max: 4 }),
      (value, digits) => {
        expect(roundedDown(value, digits)).toBeLessThanOrEqual(value);
        expect(roundedUp(value, digits)).toBeGreaterThanOrEqual(value);
      },
    ),
  );
});
