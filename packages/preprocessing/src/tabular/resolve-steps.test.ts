import { describe, expect, it } from "vitest";

import { resolveSteps, type StepSpec } from "./resolve-steps.ts";

const where = (parameter?: string): string => `recipes/x.yaml:${parameter === undefined ? 7 : 9}`;

describe("resolveSteps", () => {
  it("gives each step its defaults and a label with its place", async () => {
    const [imputer, scaler] = await resolveSteps([
      { type: "simple_imputer", options: {}, where },
      { type: "robust-scaler", options: { columns: ["x"] } },
    ]);
    expect(imputer).toMatchObject({
      label: "Step 1 (simple_imputer, recipes/x.yaml:7)",
      options: { strategy: "mean", create_missing_indicators: false },
    });
    expect(scaler).toMatchObject({ label: "Step 2 (robust-scaler)", options: { columns: ["x"] } });
  });

  it.each<[StepSpec, string, object]>([
    [
      { type: "simple_imputer", options: { strategy: "modus" }, where },
      'Step 1 (simple_imputer, recipes/x.yaml:7) has strategy: "modus" at recipes/x.yaml:9. Invalid option: expected one of "mean"|"median"|"most_frequent"|"constant".',
      { details: { parameter: "strategy", value: "modus", where: "recipes/x.yaml:9" } },
    ],
    [
      { type: "simple_imputer", options: { stategy: "mean" } },
      'Step 1 (simple_imputer) has no parameter "stategy"; there are columns, strategy, fill_value, create_missing_indicators.',
      { hint: 'Did you mean "strategy"?' },
    ],
    [
      { type: "simple_imputer", options: { strategy: "mean", fill_value: 3 } },
      "has fill_value: 3. It has an effect only with strategy: constant.",
      {},
    ],
    [
      { type: "ordinal_encoder", options: { unknown_value: -1 } },
      "has unknown_value: -1. It has an effect only with handle_unknown: use_encoded_value.",
      {},
    ],
    [
      { type: "drop_missing", options: { threshold: 1.5 } },
      "has threshold: 1.5. Too big: expected number to be <1.",
      {},
    ],
    [{ type: "one_hot_encoder", options: { drop: null } }, "has drop: null.", {}],
    [
      { type: "one_hot_encoder", options: { columns: "x" } },
      'has columns: "x". Expected a list of column names, or {kinds, except}.',
      {},
    ],
  ])("refuses %j", async (spec, message, more) => {
    await expect(resolveSteps([spec])).rejects.toMatchObject({
      code: "PREPROCESSOR_OPTION_INVALID",
      message: expect.stringContaining(message),
      ...more,
    });
  });

  it("refuses an unknown step at its place", async () => {
    await expect(resolveSteps([{ type: "scaler", options: {}, where }])).rejects.toMatchObject({
      code: "PREPROCESSOR_UNKNOWN",
      details: { where: "recipes/x.yaml:7" },
    });
  });
});
