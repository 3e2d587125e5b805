import { expect, test } from "vitest";

import { nearestName } from "./suggest.ts";

test.each([
  ["temprature", "temperature"],
  ["TEMP", "temp"],
  ["hmuid", "humid"],
  ["wind", undefined],
  ["", undefined],
])("%s suggests %s", (name, expected) => {
  expect(nearestName(name, ["temperature", "temp", "humid", "pressure"])).toBe(expected);
});
