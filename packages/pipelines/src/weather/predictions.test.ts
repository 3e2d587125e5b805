import { HOUR } from "@mlops/core";
import { expect, test } from "vitest";

import { START, weatherWorld } from "../testing/weather-world.ts";
import { type PredictionDocument, storePrediction } from "./predictions.ts";

const prediction: Omit<PredictionDocument, "_id"> = {
  runId: "r20130101000000abcdef",
  recipe: "commute-weather",
  station: "JFK",
  at: START,
  recordedAt: START,
  observedAt: START,
  targetAt: START + HOUR,
  horizonHours: 1,
  lookbackHours: 3,
  role: "primary",
  model: { kind: "model", name: "commute-comfort-JFK", version: 1, uri: "models:/commute-comfort-JFK/1" },
  value: 61,
  label: "good",
  errorBand: 2,
  confidence: null,
  confidenceSource: null,
  baselines: { scorePersistence: 60, componentPersistence: 62 },
  source: "test",
  synthetic: false,
  reasons: [],
};

test("a run's prediction stands, also where the step runs again after another model has become current", async () => {
  await using world = await weatherWorld();
  const first = await storePrediction(world.store, prediction);
  const model = {
    kind: "model",
    name: "commute-comfort-JFK",
    version: 2,
    uri: "models:/commute-comfort-JFK/2",
  } as const;
  expect(await storePrediction(world.store, { ...prediction, model, value: 17 })).toEqual(first);
  const shadow = await storePrediction(world.store, { ...prediction, model, value: 17, role: "shadow" });
  expect(shadow).toMatchObject({ role: "shadow", value: 17 });
});
