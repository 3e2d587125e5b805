import { expect, test } from "vitest";

import { styleOf } from "../render/style.ts";
import { itemTable } from "./item-table.ts";

const style = styleOf({ isTerminal: false, columns: undefined, colour: false, environment: {} });

test("columns that nothing fills are left out; ranges are rounded and may be open", () => {
  const items = [
    { name: "trend", aliases: [], summary: "A slope.", unit: "K/h", range: [-100 / 3, null] },
    { name: "share", aliases: [], summary: "A ratio.", unit: "1", range: [0, 1] },
  ];
  expect(itemTable(items, style).split("\n")).toEqual([
    "NAME   UNIT  RANGE       WHAT",
    "trend  K/h   -33.33 … ∞  A slope.",
    "share  1     0 … 1       A ratio.",
  ]);
  expect(itemTable([{ name: "kma", aliases: ["asos"], summary: "Stations." }], style).split("\n")[0]).toBe(
    "NAME  ALSO  WHAT",
  );
});
