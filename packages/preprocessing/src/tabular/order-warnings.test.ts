import { describe, expect, it } from "vitest";

import { orderWarnings } from "./order-warnings.ts";
import type { PreprocessorFamily } from "./preprocessor.ts";

function warningsFor(...families: PreprocessorFamily[]): string[] {
  return orderWarnings(families.map((family, index) => ({ label: `Step ${index + 1} (${family})`, family })));
}

describe("orderWarnings", () => {
  it("says nothing of the usual order, of repeated families and of outliers anywhere", () => {
    expect(warningsFor("missing", "missing", "encoder", "feature_generation", "scaler", "scaler")).toEqual([]);
    expect(warningsFor("scaler", "outlier")).toEqual([]);
    expect(warningsFor("outlier", "missing", "scaler")).toEqual([]);
    expect(warningsFor()).toEqual([]);
  });

  it("names each step that stands too late, and the one it follows", () => {
    const warnings = warningsFor("scaler", "missing", "encoder");
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain("Step 2 (missing) stands after Step 1 (scaler)");
    expect(warnings[1]).toContain("Step 3 (encoder) stands after Step 1 (scaler)");
  });
});
