import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { closestFamily, fitFamily } from "./choose-family.ts";
import { sortedSample } from "./distribution-family.ts";
import { families, type FamilyName } from "./families.ts";

const { samples } = JSON.parse(
  readFileSync(new URL("../../../../fixtures/golden/data-generation/families.json", import.meta.url), "utf8"),
) as { readonly samples: Readonly<Record<FamilyName, readonly number[]>> };
const names = Object.keys(families) as FamilyName[];

function sampleOf(name: FamilyName) {
  return sortedSample(Float64Array.from(samples[name]));
}

test.each(names)("a sample of a %s distribution is fitted closely", (name) => {
  const fitted = fitFamily(name, sampleOf(name));
  expect(fitted?.ks).toBeLessThan(0.015);
});

test("parameters are those that the samples were made with", () => {
  const close = (name: FamilyName, expected: Record<string, number>, tolerance: number): void => {
    const parameters = fitFamily(name, sampleOf(name))?.parameters ?? {};
    for (const [key, value] of Object.entries(expected)) {
      expect(
        Math.abs((parameters[key] ?? Number.NaN) - value) / value,
        `${name}.${key} ${parameters[key]}`,
      ).toBeLessThan(tolerance);
    }
  };
  close("norm", { mean: 50, sd: 12 }, 0.005);
  close("lognormal", { mean: 10.5, sd: 0.8 }, 0.005);
  close("gamma", { shape: 2.5, scale: 3 }, 0.1);
  close("truncnorm", { mean: 5, sd: 2 }, 0.02);
  close("student-t", { degrees: 6, scale: 2, location: 1 }, 0.2);
});

test.each(["uniform", "norm", "lognormal", "truncnorm", "student-t"] as const)("%s is recognised among all", (name) => {
  expect(closestFamily(sampleOf(name))?.ks).toBeLessThanOrEqual(fitFamily(name, sampleOf(name))?.ks ?? 0);
  expect(closestFamily(sampleOf(name))?.distribution).toBe(name);
});

test("a third of zeros is close to no family", () => {
  const values = Float64Array.from({ length: 3000 }, (_, row) => (row < 1000 ? 0 : (row - 999) ** 1.5)).toSorted();
  expect(closestFamily(sortedSample(values))?.ks).toBeGreaterThan(0.1);
});

test("families refuse what they cannot give", () => {
  const symmetric = sortedSample(Float64Array.from([-1, 0, 1]));
  expect(fitFamily("student-t", symmetric)).toBeUndefined();
});
