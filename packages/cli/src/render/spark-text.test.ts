import { expect, test } from "vitest";

import { sparkText } from "./spark-text.ts";

test("the lowest value is the lowest block, the highest the highest", () => {
  expect(sparkText([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
  expect(sparkText([3, -1])).toBe("█▁");
});

test("equal values are a level line", () => {
  expect(sparkText([2, 2, 2])).toBe("▄▄▄");
  expect(sparkText([])).toBe("");
});

test("of many values, stretches are drawn", () => {
  const line = sparkText(Array.from({ length: 1_000 }, (_, n) => n));
  expect(line).toHaveLength(40);
  expect(line.startsWith("▁")).toBe(true);
  expect(line.endsWith("█")).toBe(true);
  expect(line.split("").toSorted().join("")).toBe(line);
});
