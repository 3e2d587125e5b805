import { expect, test } from "vitest";

import { precipitationTypeOf } from "./precipitation-type.ts";

test.each([
  [null, 5, null],
  [0, null, "none"],
  [0, -5, "none"],
  [0.1, null, null],
  [0.1, 2, "snow"],
  [0.1, 2.1, "rain"],
])("%s mm at %s °C is %s", (precipitation, temperature, kind) => {
  expect(precipitationTypeOf(precipitation, temperature)).toBe(kind);
});
