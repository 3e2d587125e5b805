import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";

import { FAKE_KEY } from "../testing/fake-state.ts";
import { fakeWandb } from "../testing/fake-wandb.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { getGlobalTracker, initialiseGlobalTracker, openExperiments } from "./open-experiments.ts";
import { histogramOf, imageOf } from "./tracked-values.ts";

const savedFolder = process.cwd();
afterEach(() => process.chdir(savedFolder));

function places() {
  const folder = temporaryFolder();
  return { folder, home: join(folder, "home"), warn: () => undefined };
}

test("the documented snippet: custom metrics through the global tracker", async () => {
  await using fake = await fakeWandb();
  const environment = { WANDB_API_KEY: FAKE_KEY, WANDB_BASE_URL: fake.url, WANDB_PROJECT: "commute-weather-mlops" };
  initialiseGlobalTracker({ ...places(), environment });
  getGlobalTracker().logMetrics({
    custom_weather_score: 85.5,
    data_freshness_minutes: 15,
    prediction_accuracy_24h: 0.92,
  });
  const summary = getGlobalTracker().getRunSummary();
  expect(summary).toMatchObject({ project: "commute-weather-mlops", rows: 1, metrics: { custom_weather_score: 85.5 } });
  await getGlobalTracker().finishRun();
  const run = fake.runs.get(summary?.runId ?? "");
  expect(JSON.parse(run?.history[0] ?? "")).toMatchObject({
    custom_weather_score: 85.5,
    prediction_accuracy_24h: 0.92,
  });
  expect(run).toMatchObject({ project: "commute-weather-mlops", complete: true, exitCode: 0 });
});

describe("experiments from code", () => {
  test("log everything that the documentation names, by its names", async () => {
    await using fake = await fakeWandb();
    const { folder, ...rest } = places();
    const environment = { WANDB_API_KEY: FAKE_KEY, WANDB_BASE_URL: fake.url };
    const tracker = openExperiments({ folder, ...rest, environment, project: "demo", entity: "team" });
    const id = tracker.startRun({
      runName: "one",
      jobType: "evaluation",
      config: { lr: 0.1 },
      tags: ["a"],
      notes: "n",
      group: "g",
    });
    const config = join(folder, "base.yaml");
    writeFileSync(config, "a: 1\n");
    tracker.logModelPerformance({ r2_score: 0.8, mae: 1.5 });
    tracker.logDataQuality("kma", { score: 90 });
    tracker.logFeatureImportance({ wind: 0.2, temperature: 0.7 }, "ridge");
    tracker.logPredictionDistribution([1, 2, 3], [1, 2, 4]);
    tracker.logPipelinePerformance("training", { execution_time_seconds: 2, success: true });
    tracker.logParams({ epochs: 3 });
    tracker.logConfigFile(config);
    tracker.logEvaluationReport({ accuracy: { r2: 0.8 }, issues: ["x"] });
    tracker.createAlert({ title: "T", text: "t", level: "WARN" });
    tracker.defineMetric({ name: "loss", summary: ["min"] });
    expect(await tracker.finishRun()).toMatchObject([{ status: "complete" }]);
    const run = fake.runs.get(id);
    expect(fake.problems).toEqual([]);
    expect(run?.fields).toMatchObject({
      displayName: "one",
      jobType: "evaluation",
      groupName: "g",
      notes: "n",
      tags: ["a"],
    });
    const keys = new Set((run?.history ?? []).flatMap((line) => Object.keys(JSON.parse(line) as object)));
    for (const key of [
      "model_performance/r2_score",
      "data_quality_kma/score",
      "feature_importance_ridge_table",
      "predictions_histogram",
      "predictions_vs_actuals_table",
      "pipeline_training/success",
      "evaluation/accuracy/r2",
    ]) {
      expect(keys).toContain(key);
    }
    expect(run?.config).toMatchObject({ lr: { value: 0.1 }, epochs: { value: 3 } });
    expect([...(run?.files.keys() ?? [])]).toEqual(
      expect.arrayContaining(["config/base.yaml", "evaluation/report.json"]),
    );
    expect(run?.alerts).toMatchObject([{ title: "T", severity: "WARN", waitDuration: 300_000 }]);
  });

  test("leave nothing behind where tracking is off", async () => {
    const { folder, ...rest } = places();
    for (const off of [{ enabled: false }, { environment: { WANDB_MODE: "disabled" } }]) {
      const tracker = openExperiments({ folder, ...rest, environment: {}, ...off });
      tracker.startRun();
      tracker.logMetrics({ a: 1 });
      expect(await tracker.finishRun()).toEqual([]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test("recorded offline are sent by a later sync, once", async () => {
    await using fake = await fakeWandb();
    const place = places();
    const environment = { WANDB_API_KEY: FAKE_KEY, WANDB_BASE_URL: fake.url };
    const offline = openExperiments({ ...place, environment, mode: "offline" });
    const id = offline.startRun();
    offline.logMetrics({ a: 1 }, { step: 5 });
    await offline.finishRun();
    expect(fake.requests).toEqual([]);
    expect(await offline.syncOfflineRuns()).toMatchObject([{ status: "synced", runId: id }]);
    expect(await offline.syncOfflineRuns()).toMatchObject([{ status: "skipped" }]);
    expect(JSON.parse(fake.runs.get(id)?.history[0] ?? "")).toMatchObject({ a: 1, _step: 5 });
  });

  test("refuse a name before anything starts", () => {
    const tracker = openExperiments({ ...places(), environment: {}, project: "invalid project name!" });
    expect(() => tracker.startRun()).toThrow("Invalid project name: invalid project name!");
  });
});

test("histograms count every finite number once", () => {
  const { counts, edges } = histogramOf([1, 2, 2, 3, NaN, Infinity], 4);
  expect([counts, edges]).toEqual([
    [1, 0, 2, 1],
    [1, 1.5, 2, 2.5, 3],
  ]);
  expect(histogramOf([]).counts).toEqual([0]);
  expect(histogramOf([5, 5], 2).counts.reduce((sum, count) => sum + count)).toBe(2);
  expect(imageOf("/x.png", "c")).toEqual({ kind: "image", path: "/x.png", caption: "c" });
});
