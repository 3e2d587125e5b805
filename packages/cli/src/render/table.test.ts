import fc from "fast-check";
import { expect, test } from "vitest";

import { displayWidth } from "./display-width.ts";
import { styleOf } from "./style.ts";
import { renderTable } from "./table.ts";

const style = (columns: number, isTerminal = true) => styleOf({ isTerminal, columns, colour: false, environment: {} });

test("Korean text takes two columns a character, and columns stay aligned", () => {
  expect(displayWidth("서울 108")).toBe(8);
  const [heading = "", first = "", second = ""] = renderTable(
    ["NAME", "N"],
    [
      ["서울", 1],
      ["Busan", 2],
    ],
    style(80),
  ).split("\n");
  expect(heading.indexOf("N", 4)).toBe(7);
  expect(displayWidth(first.slice(0, first.indexOf("1")))).toBe(7);
  expect(second.indexOf("2")).toBe(7);
});

test("on a terminal no line is wider than it; elsewhere nothing is cut", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "가", " ", "-", "é"), maxLength: 120 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 40, max: 120 }),
      (rows, width) => {
        const fitted = renderTable(["A", "B", "C"], rows, style(width));
        expect(Math.max(...fitted.split("\n").map(displayWidth))).toBeLessThanOrEqual(width);
        const whole = renderTable(["A", "B", "C"], rows, style(0, false));
        for (const text of rows.flat()) expect(whole).toContain(text.trim().split(/ +/)[0] ?? "");
      },
    ),
  );
});

test("NO_COLOR of any text, and TERM=dumb, forbid colours on a terminal; the flag wins", () => {
  const colour = (environment: Record<string, string>, flag?: boolean): boolean =>
    styleOf({ isTerminal: true, columns: 80, colour: flag, environment }).colour;
  expect(colour({})).toBe(true);
  expect(colour({ NO_COLOR: "1" })).toBe(false);
  expect(colour({ NO_COLOR: "" })).toBe(true);
  expect(colour({ TERM: "dumb" })).toBe(false);
  expect(colour({ NO_COLOR: "1" }, true)).toBe(true);
});
