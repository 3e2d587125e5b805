import { describe, expect, test } from "vitest";

import { styleOf } from "../render/style.ts";
import { findItem } from "./find-item.ts";
import { itemDetails, itemTable } from "./item-table.ts";

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

describe("an item with classes of other libraries", () => {
  const parameter = {
    name: "depth",
    description: "Cuts from root to leaf.",
    accepted: "a whole number ≥ 1",
    default: 6,
  };
  const forest = {
    name: "forest",
    aliases: ["trees", "lib.Forest"],
    summary: "Many trees.",
    parameters: [{ ...parameter, name: "max_depth" }],
    classes: [{ classPath: "lib.Forest", parameters: [parameter] }],
  };

  test("names its class paths in a table of their own, and not what they take", () => {
    const table = itemTable([forest], style);
    expect(table.split("\n").slice(0, 5)).toEqual([
      "NAME    ALSO   WHAT",
      "forest  trees  Many trees.",
      "",
      "CLASS PATH  IS",
      "lib.Forest  forest",
    ]);
    expect(table).toContain("max_depth");
    expect(table).not.toContain("  depth");
  });

  test("is found by name and alias with all that its classes take, by class path with that class alone", () => {
    expect(findItem("estimators", [forest], "trees")).toBe(forest);
    const found = findItem("estimators", [forest], "lib.Forest");
    expect(itemDetails(found, style)).toContain("lib.Forest: PARAMETER");
    expect(itemDetails(found, style)).not.toContain("max_depth");
  });

  test("that is not there is told with what is near", () => {
    expect(() => findItem("estimators", [forest], "lib.Forst")).toThrow(
      expect.objectContaining({ code: "LIST_NAME_UNKNOWN", hint: "Did you mean lib.Forest?" }),
    );
    expect(() => findItem("metrics", [forest], "zzzzzz")).toThrow(
      expect.objectContaining({ hint: "mlops list metrics shows all of them." }),
    );
  });
});
