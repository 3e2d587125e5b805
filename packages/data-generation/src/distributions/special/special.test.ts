import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { digamma, incompleteBeta, incompleteGamma, logGamma, studentCdf, trigamma } from "./gamma.ts";
import { normalCdf, normalQuantile } from "./normal.ts";

const golden = JSON.parse(
  readFileSync(
    new URL("../../../../../fixtures/golden/data-generation/special-functions.json", import.meta.url),
    "utf8",
  ),
) as Record<string, readonly (readonly number[])[]>;

/** With the absolute error that is allowed where a value is near its function's zero. */
const functions: readonly [string, (...values: number[]) => number, number?][] = [
  ["normalCdf", normalCdf],
  ["normalQuantile", normalQuantile],
  ["logGamma", logGamma, 1e-14],
  ["digamma", digamma],
  ["trigamma", trigamma],
  ["incompleteGamma", incompleteGamma],
  ["incompleteBeta", incompleteBeta],
  ["studentCdf", studentCdf],
];

test.each(functions)("%s agrees with SciPy", (name, call, absolute = 1e-300) => {
  const rows = golden[name] ?? [];
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const given = row.slice(0, -1);
    const expected = row.at(-1) ?? Number.NaN;
    const got = call(...given);
    const shown = `${name}(${given.join(", ")}) = ${got}, SciPy ${expected}`;
    expect(Math.abs(got - expected), shown).toBeLessThanOrEqual(2e-10 * Math.abs(expected) + absolute);
  }
});

test("quantile and distribution function of the normal undo each other", () => {
  for (let z = -8; z <= 5; z += 0.013) expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(1e-9);
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(normalQuantile(1.1)).toBeNaN();
});
