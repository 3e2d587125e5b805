import { HOUR, type WeatherObservation } from "@mlops/core";
import { resultOf } from "@mlops/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  listSource,
  minutes,
  newYork,
  observationAt,
  seriesOf,
  START,
  weatherWorld,
} from "../testing/weather-world.ts";
import { type PredictionDocument, predictionCollection } from "../weather/predictions.ts";
import { realtimeWorkflow } from "./realtime.ts";
import type { RealtimeResult } from "./realtime-result.ts";
import { type TrainInput, trainForecastWorkflow } from "./train-forecast.ts";

const realtime = { plan: newYork, mode: "now" } as const;
const training: TrainInput = {
  plan: newYork,
  historyDays: 60,
  training: { fractions: { train: 0.7, validation: 0.1, test: 0.2 } },
  promotion: { confidenceLevel: 0.9, blockHours: 24, resamples: 200 },
  metrics: ["mae"],
};
const HOURS = 60 * 24;
const series = seriesOf(HOURS + 400);
const trainedAt = START + HOURS * HOUR;

/** What does not depend on when and how often the run was made. */
function facts(result: RealtimeResult): unknown {
  const { collected: _collected, ...rest } = result;
  return rest;
}

describe("realtime without a model", () => {
  test("answers persistence and says so", async () => {
    await using world = await weatherWorld();
    const result = resultOf(await world.run(realtimeWorkflow, realtime, listSource(series), START + 100 * HOUR));
    expect(result.reasons).toEqual(["no-trained-model"]);
    expect(result.prediction).toMatchObject({
      value: result.prediction.baselines.scorePersistence,
      confidence: null,
      confidenceReason: "no-measured-error-band",
      targetAt: START + 101 * HOUR,
      model: { kind: "persistence", uri: null },
    });
  });

  test("labels synthetic observations in the answer and in the stored prediction", async () => {
    await using world = await weatherWorld();
    const synthetic = series.slice(0, 101).map((observation) => ({ ...observation, synthetic: true }));
    const result = resultOf(await world.run(realtimeWorkflow, realtime, listSource(synthetic), START + 100 * HOUR));
    expect(result).toMatchObject({ synthetic: true, reasons: ["synthetic-observations", "no-trained-model"] });
    const [stored] = await world.store.collection<PredictionDocument>(predictionCollection).find();
    expect(stored).toMatchObject({ synthetic: true, role: "primary", value: result.prediction.value });
  });

  test("predicts from the newest hour where the due one is late, and nothing where nothing recent is known", async () => {
    await using world = await weatherWorld();
    const now = START + 100 * HOUR;
    const without = (hours: number): WeatherObservation[] =>
      series.filter(({ observedAt }) => observedAt <= now - hours * HOUR);
    const late = resultOf(await world.run(realtimeWorkflow, realtime, listSource(without(1)), now));
    expect(late.reasons).toContain("observation-missing");
    expect(late.prediction).toMatchObject({ targetAt: now, horizonHours: 1, value: expect.any(Number) as unknown });
    await using other = await weatherWorld();
    const old = resultOf(await other.run(realtimeWorkflow, realtime, listSource(without(12)), now));
    expect(old).toMatchObject({ observation: null, prediction: { value: null, label: null } });
    expect(old.reasons).toEqual(expect.arrayContaining(["observation-missing", "prediction-impossible"]));
  });

  test("takes the hour before while the delay of the source has not passed", async () => {
    await using world = await weatherWorld();
    const source = listSource(series, 10);
    const at = START + 100 * HOUR;
    const early = resultOf(await world.run(realtimeWorkflow, realtime, source, at + minutes(9)));
    const later = resultOf(await world.run(realtimeWorkflow, realtime, source, at + minutes(10)));
    expect([early.hour, later.hour]).toEqual([at - HOUR, at]);
  });

  test("resolves the commute by the station's own clock", async () => {
    await using world = await weatherWorld();
    // 19:00 UTC is 14:00 in New York; the target hour is 15:00.
    const result = resultOf(
      await world.run(realtimeWorkflow, realtime, listSource(series), START + 19 * HOUR + 48 * HOUR),
    );
    expect(result.mode).toEqual({ requested: "now", commute: "evening", inCommuteHours: true });
  });
});

describe("realtime with a model", () => {
  test("sees nothing later than its instant, whatever the source hands out", async () => {
    await using trained = await weatherWorld();
    resultOf(await trained.run(trainForecastWorkflow, training, listSource(series), trainedAt));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 1000 }),
        async (hour, minute, delayMinutes, seed) => {
          const now = trainedAt + hour * HOUR + minutes(minute);
          const known = series.filter(({ observedAt }) => observedAt + minutes(delayMinutes) <= now);
          const future = seriesOf(600, seed, trainedAt).filter(
            ({ observedAt }) => observedAt + minutes(delayMinutes) > now,
          );
          await using world = await weatherWorld();
          const alone = await world.run(realtimeWorkflow, realtime, listSource(known, delayMinutes), now);
          await using other = await weatherWorld();
          const source = listSource([...known, ...future], delayMinutes);
          const withFuture = await other.run(realtimeWorkflow, realtime, source, now);
          expect(facts(resultOf(withFuture))).toEqual(facts(resultOf(alone)));
        },
      ),
      { numRuns: 15 },
    );
  });

  test("also where the store already holds what came later", async () => {
    await using world = await weatherWorld();
    resultOf(await world.run(trainForecastWorkflow, training, listSource(series), trainedAt));
    const now = trainedAt + 50 * HOUR;
    const before = resultOf(await world.run(realtimeWorkflow, realtime, listSource(series), now));
    resultOf(await world.run(realtimeWorkflow, realtime, listSource(series), now + 200 * HOUR));
    const changed = series.map((each) => (each.observedAt > now ? { ...each, temperature: -20 } : each));
    resultOf(await world.run(realtimeWorkflow, realtime, listSource(changed), now + 300 * HOUR));
    const again = resultOf(await world.run(realtimeWorkflow, realtime, listSource(series), now));
    expect(facts(again)).toEqual(facts(before));
  });

  test("measures its confidence on the validation part until 20 truths exist, on them from then on", async () => {
    await using world = await weatherWorld();
    resultOf(await world.run(trainForecastWorkflow, training, listSource(series), trainedAt));
    const predictions = [];
    for (let hour = 1; hour <= 24; hour++) {
      const at = trainedAt + hour * HOUR;
      predictions.push(resultOf(await world.run(realtimeWorkflow, realtime, listSource(series), at)).prediction);
    }
    const sources = predictions.map(({ confidenceSource }) => confidenceSource);
    // 23 truths are known at the last hour: the share of hits is a whole number of twenty-thirds.
    const hits = (predictions.at(-1)?.confidence ?? NaN) * 23;
    expect(Math.abs(hits - Math.round(hits))).toBeLessThan(1e-9);
    expect(sources.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => "validation"));
    expect(sources.slice(21)).toEqual(["recent-truth", "recent-truth", "recent-truth"]);
  });

  test("is refused at an instant before its training data ends", async () => {
    await using world = await weatherWorld();
    resultOf(await world.run(trainForecastWorkflow, training, listSource(series), trainedAt));
    const outcome = await world.run(realtimeWorkflow, realtime, listSource(series), trainedAt - 100 * HOUR);
    expect(outcome).toMatchObject({ status: "failed", error: { code: "MODEL_SAW_LATER_DATA" } });
  });

  test("is refused for another horizon than it was trained for", async () => {
    await using world = await weatherWorld();
    resultOf(await world.run(trainForecastWorkflow, training, listSource(series), trainedAt));
    const input = { ...realtime, plan: { ...newYork, horizonHours: 3 } };
    const outcome = await world.run(realtimeWorkflow, input, listSource(series), trainedAt);
    expect(outcome).toMatchObject({
      status: "failed",
      error: { code: "MODEL_NOT_FOR_THIS_FORECAST", message: expect.stringContaining("horizonHours 1") as unknown },
    });
  });

  test("predicts beside the current model in its shadow", async () => {
    await using world = await weatherWorld();
    resultOf(await world.run(trainForecastWorkflow, training, listSource(series), trainedAt));
    const shadow = "models:/commute-comfort-JFK/1";
    const result = resultOf(await world.run(realtimeWorkflow, { ...realtime, shadow }, listSource(series), trainedAt));
    expect(result.shadow).toMatchObject({ value: result.prediction.value, model: { uri: shadow } });
    const stored = await world.store.collection<PredictionDocument>(predictionCollection).find();
    expect(stored.map(({ role }) => role).toSorted()).toEqual(["primary", "shadow"]);
  });
});

test("observations that are corrected later are predicted from as they were known", async () => {
  await using world = await weatherWorld();
  const now = START + 100 * HOUR;
  const first = resultOf(await world.run(realtimeWorkflow, realtime, listSource(series), now));
  const corrected = series.map((each) =>
    each.observedAt === now ? { ...observationAt(now), temperature: 40, windSpeed: 20 } : each,
  );
  const second = resultOf(await world.run(realtimeWorkflow, realtime, listSource(corrected), now));
  expect(second.observation).toMatchObject({ temperature: 40, windSpeed: 20 });
  expect(second.prediction.value).not.toBe(first.prediction.value);
});
