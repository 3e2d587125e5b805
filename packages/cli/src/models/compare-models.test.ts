import type { JsonObject, RunRecord } from "@mlops/core";
import type { ModelVersion } from "@mlops/store";
import { describe, expect, test } from "vitest";

import { leavesOf } from "../comparison/json-leaves.ts";
import { comparedMetrics } from "../comparison/side-by-side.ts";
import { styleOf } from "../render/style.ts";
import { comparisonReasons, comparisonText } from "./comparison-answer.ts";
import { type ComparedModel, compareModels } from "./compare-models.ts";

const style = styleOf({ isTerminal: false, columns: undefined, colour: false, environment: {} });

function model(version: number, more: Partial<ModelVersion> = {}, run?: JsonObject, testRows = "t"): ComparedModel {
  return {
    version: {
      _id: `version:loans:${version}`,
      name: "loans",
      version,
      artifact: { digest: "ab".repeat(32), size: 12, mediaType: "application/onnx" },
      artifactPath: "model.onnx",
      digest: "ab".repeat(32),
      registrationKey: String(version),
      signature: {},
      metrics: { roc_auc: 0.7, log_loss: 0.5 },
      dataDigest: "d",
      synthetic: false,
      at: 0,
      recordedAt: 0,
      ...more,
    },
    ...(run && { run: runOf(run, testRows) }),
  };
}

function runOf(input: JsonObject, digest: string): RunRecord {
  return {
    runId: "r",
    key: "k",
    kind: "train",
    workflow: "train-table",
    workflowVersion: 1,
    inputDigest: "",
    input,
    seed: 1,
    at: 0,
    startedAt: 0,
    status: "succeeded",
    result: { validation: { split: { parts: { test: { rows: 3, digest } } } } },
  };
}

describe("metrics side by side", () => {
  test("the best is the highest or the lowest, as the metric wants it", () => {
    expect(
      comparedMetrics([
        { roc_auc: 0.7, log_loss: 0.5 },
        { roc_auc: 0.8, log_loss: 0.6 },
      ]),
    ).toEqual([
      { name: "roc_auc", better: "higher", values: [0.7, 0.8], best: [1] },
      { name: "log_loss", better: "lower", values: [0.5, 0.6], best: [0] },
    ]);
  });

  test("two that tie are both best; where all are equal, or one alone has a value, none is", () => {
    const best = (...values: (number | null)[]) => comparedMetrics(values.map((f1) => ({ f1 })))[0]?.best;
    expect(best(0.5, 0.9, 0.9)).toEqual([1, 2]);
    expect(best(0.5, 0.5)).toEqual([]);
    expect(best(0.5, null)).toEqual([]);
  });

  test("a metric that one model lacks is null there; nothing is best of a metric that nobody knows", () => {
    expect(comparedMetrics([{ f1: 0.1, profit: 3 }, { profit: 4 }])).toEqual([
      { name: "f1", better: "higher", values: [0.1, null], best: [] },
      { name: "profit", better: undefined, values: [3, 4], best: [] },
    ]);
  });
});

describe("what differs", () => {
  test("settings of the runs by their path, labels and seeds; what is the same is not named", () => {
    const { differences } = compareModels([
      model(1, { seed: 1, labels: { task: "classification" } }, { estimator: { options: { C: 1 } }, target: "bad" }),
      model(2, { seed: 2, labels: { task: "classification" } }, { estimator: { options: { C: 9 } }, target: "bad" }),
    ]);
    expect(differences).toEqual([
      { name: "seed", values: [1, 2] },
      { name: "input.estimator.options.C", values: [1, 9] },
    ]);
  });

  test("a tree's leaves keep empty lists and false, which are values too", () => {
    expect(leavesOf({ a: { b: [1, { c: null }] }, d: [], e: false }, "x")).toEqual([
      ["x.a.b.0", 1],
      ["x.a.b.1.c", null],
      ["x.d", []],
      ["x.e", false],
    ]);
  });
});

describe("whether the metrics can be compared", () => {
  const reasons = (...models: ComparedModel[]) => comparisonReasons(compareModels(models));

  test("the same data and the same test rows stand against nothing", () => {
    expect(reasons(model(1, {}, {}), model(2, {}, {}))).toEqual([]);
  });

  test("other data, other test rows, an unknown digest and another target do", () => {
    expect(reasons(model(1), model(2, { dataDigest: "e" }))).toEqual(["different-data"]);
    expect(reasons(model(1, {}, {}, "t"), model(2, {}, {}, "u"))).toEqual(["different-test-rows"]);
    const { dataDigest: _none, ...bare } = model(2).version;
    expect(reasons(model(1), { version: bare })).toEqual(["data-not-recorded"]);
    expect(reasons(model(1, { attributes: { target: "a" } }), model(2, { attributes: { target: "b" } }))).toEqual([
      "different-targets",
    ]);
  });

  test("people see the best marked, and the warning", () => {
    const text = comparisonText(
      compareModels([model(1), model(2, { dataDigest: "e", metrics: { roc_auc: 0.8, log_loss: 0.6 } })]),
      style,
    );
    expect(text).toMatch(/roc_auc +higher +0\.7000 +0\.8000 \*\n/);
    expect(text).toMatch(/log_loss +lower +0\.5000 \* +0\.6000\n/);
    expect(text).toMatch(/data +different\n/);
    expect(text).toMatch(/^! .*cannot be compared/m);
  });
});
