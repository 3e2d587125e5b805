import { HOUR, isMlopsError, type WeatherObservation } from "@mlops/core";
import { resultOf } from "@mlops/engine";
import { openModel } from "@mlops/models";
import { modelRegistry } from "@mlops/store";
import { describe, expect, test } from "vitest";

import { clockAt, listSource, newYork, seriesOf, START, weatherWorld } from "../testing/weather-world.ts";
import { trainingRows } from "../weather/training-rows.ts";
import { type TrainInput, trainForecastWorkflow } from "./train-forecast.ts";

const HOURS = 70 * 24;
const series = seriesOf(HOURS);
const now = START + HOURS * HOUR;
const input: TrainInput = {
  plan: newYork,
  historyDays: 80,
  training: { fractions: { train: 0.7, validation: 0.1, test: 0.2 }, alphas: [1, 10, 100], cvSplits: 3 },
  promotion: { confidenceLevel: 0.9, blockHours: 24, resamples: 300 },
  metrics: ["mae"],
};

describe("training a forecast", () => {
  test("registers one version with all that a reader needs, and moves the alias by the verdict", async () => {
    await using world = await weatherWorld();
    const result = resultOf(await world.run(trainForecastWorkflow, input, listSource(series), now));
    const registry = modelRegistry(world.store, clockAt(now));
    const version = await registry.version("commute-comfort-JFK", 1);
    expect(version).toMatchObject({
      digest: result.model.digest,
      dataDigest: result.validation.dataDigest,
      metrics: result.metrics,
      baselines: result.baselines,
      synthetic: false,
      seed: 42,
      trainedThrough: START + (HOURS - 1) * HOUR,
      attributes: { kind: "weather-forecast", station: "JFK", horizonHours: 1, errorBand: result.validation.errorBand },
    });
    expect(Object.keys(result.baselines).toSorted()).toEqual(["climatology", "componentPersistence", "persistence"]);
    for (const scores of [result.metrics, ...Object.values(result.baselines)]) {
      expect(Object.keys(scores).toSorted()).toEqual(["mae", "mape", "r2", "rmse"]);
    }
    const promoted = result.validation.promotion.verdict === "promote";
    expect(result.model.alias).toBe(promoted ? "champion" : null);
    expect((await registry.alias("commute-comfort-JFK", "champion"))?.version).toBe(promoted ? 1 : undefined);
  });

  test("gives the same model for the same data and seed", async () => {
    const train = async (): Promise<unknown> => {
      await using world = await weatherWorld();
      // The report names run and instants.
      const {
        model: _model,
        report: _report,
        ...rest
      } = resultOf(await world.run(trainForecastWorkflow, input, listSource(series), now));
      return rest;
    };
    expect(await train()).toEqual(await train());
  });

  test("keeps one ONNX file that takes the raw features, missing ones as NaN", async () => {
    await using world = await weatherWorld();
    const { model, validation } = resultOf(await world.run(trainForecastWorkflow, input, listSource(series), now));
    await using onnx = await openModel(await world.store.blobs.read(model.digest), { digest: model.digest });
    expect(onnx.inputs).toHaveLength(validation.features);
    expect(onnx.metadata).toMatchObject({ model_name: "commute-comfort-JFK", data_digest: validation.dataDigest });
    const nothingKnown = Object.fromEntries(onnx.inputs.map(({ name }) => [name, Float64Array.of(NaN)]));
    const { value } = await onnx.predict(nothingKnown);
    expect(value?.[0]).toBeGreaterThanOrEqual(0);
    expect(value?.[0]).toBeLessThanOrEqual(100);
    expect(validation.exportDifference).toBeLessThan(1e-9);
  });

  test("sees nothing that was observed after its instant", async () => {
    const upTo = async (observations: readonly WeatherObservation[]): Promise<string> => {
      await using world = await weatherWorld();
      const outcome = await world.run(trainForecastWorkflow, input, listSource(observations), now - 200 * HOUR);
      return resultOf(outcome).validation.dataDigest;
    };
    const past = series.filter(({ observedAt }) => observedAt <= now - 200 * HOUR);
    expect(await upTo(series)).toBe(await upTo(past));
  });

  test("never learns from synthetic weather", async () => {
    await using world = await weatherWorld();
    const synthetic = series.map((observation) => ({ ...observation, synthetic: true }));
    const outcome = await world.run(trainForecastWorkflow, input, listSource(synthetic), now);
    expect(outcome).toMatchObject({ status: "failed", error: { code: "TRAINING_DATA_SYNTHETIC" } });
    expect(await modelRegistry(world.store, clockAt(now)).models()).toEqual([]);
  });

  test("says how many rows there are where they are too few", async () => {
    await using world = await weatherWorld();
    const outcome = await world.run(trainForecastWorkflow, input, listSource(series.slice(-100)), now);
    expect(outcome).toMatchObject({ status: "failed", error: { code: "TRAINING_ROWS_TOO_FEW" } });
  });

  test("does not move the alias for a model that beats nothing, and says why", async () => {
    await using world = await weatherWorld();
    const noise = seriesOf(HOURS, 3).map((observation, hour) => ({
      ...observation,
      temperature: 18,
      relativeHumidity: 50,
      precipitation: 0,
      windSpeed: hour % 2 === 0 ? 1 : 1.5,
    }));
    const result = resultOf(await world.run(trainForecastWorkflow, input, listSource(noise), now));
    expect(result.model).toMatchObject({ version: 1, alias: null });
    expect(result.validation.promotion.verdict).not.toBe("promote");
    expect(result.reasons.length).toBeGreaterThan(0);
  });
});

describe("training rows", () => {
  test("hold in their features nothing of the hour that they predict", () => {
    const rows = trainingRows(series, newYork);
    const row = rows.at.length - 30;
    const at = rows.at[row] ?? 0;
    const changed = series.map((each) => (each.observedAt > at ? { ...each, temperature: -15, windSpeed: 18 } : each));
    const other = trainingRows(changed, newYork);
    expect(other.columns.map((column) => column[row])).toEqual(rows.columns.map((column) => column[row]));
    expect(other.target[row]).not.toBe(rows.target[row]);
  });

  test("leave out hours whose window or target was not observed", () => {
    const gap = START + 500 * HOUR;
    const rows = trainingRows(
      series.filter(({ observedAt }) => observedAt !== gap),
      newYork,
    );
    const near = Array.from(rows.at)
      .filter((at) => Math.abs(at - gap) <= 3 * HOUR)
      .map((at) => (at - gap) / HOUR);
    // Rain and wind must be known in every hour: of the target window (−1 … +1 for t = −1 … +1), of the window at t.
    expect(near).toEqual([-3, -2, 3]);
  });

  test("refuse a feature that does not exist", () => {
    const plan = { ...newYork, features: { ...newYork.features, exclude: ["no_such_feature"] } };
    const attempt = (): unknown => trainingRows(series, plan);
    expect(attempt).toThrow(/no_such_feature/);
    expect(attempt).toSatisfy((run: () => unknown) => {
      try {
        run();
        return false;
      } catch (error) {
        return isMlopsError(error);
      }
    });
  });
});
