import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import {
  type Clock,
  type DriverContext,
  HOUR,
  type Instant,
  MINUTE,
  parseInstant,
  randomKey,
  randomStream,
  type RunEvent,
  type Store,
  type WeatherObservation,
  type WeatherSource,
} from "@mlops/core";
import { memoryJournal, runWorkflow, type RunOutcome, type Workflow } from "@mlops/engine";
import sqlite from "@mlops/store/drivers/sqlite";

import type { WeatherPlan } from "../weather/weather-plan.ts";
import type { WeatherPorts } from "../weather/weather-ports.ts";

export const START = parseInstant("2013-01-01T00:00:00Z");

export const newYork: WeatherPlan = {
  recipe: "commute-weather",
  recipeDigest: "0".repeat(64),
  station: { id: "JFK", timeZone: "America/New_York", holidays: "none" },
  source: { name: "test", options: {}, allowSynthetic: true },
  lookbackHours: 3,
  horizonHours: 1,
  features: { set: "commute-weather/1", exclude: [] },
  modelName: "commute-comfort-JFK",
  alias: "champion",
};

export function clockAt(now: Instant): Clock {
  return {
    now: () => now,
    wall: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (milliseconds, signal) => delay(milliseconds, undefined, signal && { signal }),
  };
}

/** Hourly weather with a daily wave, slow swings and showers: enough for a model to find something. */
export function seriesOf(hours: number, seed = 7, first = START): WeatherObservation[] {
  const random = randomStream(randomKey(`weather ${seed}`));
  let swing = 0;
  let shower = 0;
  return Array.from({ length: hours }, (_, hour) => {
    swing = 0.97 * swing + random.normal();
    shower = random.uniform() < 0.06 ? 3 : Math.max(0, shower - 1);
    const at = first + hour * HOUR;
    const temperature = 12 + 9 * Math.sin((2 * Math.PI * hour) / 24) + swing;
    return {
      ...observationAt(at),
      temperature,
      dewPoint: temperature - 4,
      relativeHumidity: Math.min(100, Math.max(5, 60 - 2 * swing + 5 * random.normal())),
      windSpeed: Math.abs(3 + swing / 2 + random.normal()),
      precipitation: shower > 0 ? shower * random.uniform() : 0,
      precipitationType: shower > 0 ? "rain" : "none",
    };
  });
}

export function observationAt(observedAt: Instant): WeatherObservation {
  return {
    station: "JFK",
    observedAt,
    temperature: 15,
    dewPoint: 10,
    relativeHumidity: 60,
    windSpeed: 3,
    windDirection: 200,
    windGust: null,
    precipitation: 0,
    precipitationType: "none",
    pressure: 1013,
    visibility: 16,
    cloudCover: 4,
    solarRadiation: null,
    groundTemperature: null,
    conditionCode: null,
    source: "test",
    synthetic: false,
  };
}

/** A source over a list, as careless as a driver may be: it ignores `knownAt`. */
export function listSource(observations: readonly WeatherObservation[], delayMinutes = 0): WeatherSource {
  return {
    name: "test",
    synthetic: observations.some(({ synthetic }) => synthetic),
    delayMinutes,
    async fetch({ from, to }) {
      return {
        observations: observations.filter(({ observedAt }) => observedAt >= from && observedAt < to),
        payloads: [],
        missing: [],
        rejected: [],
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

export interface WeatherWorld extends AsyncDisposable {
  readonly store: Store;
  readonly events: readonly RunEvent[];
  /** Ports over one source at one instant. */
  ports(source: WeatherSource, now: Instant): WeatherPorts;
  run<Input, Result>(
    workflowOf: (ports: WeatherPorts) => Workflow<Input, Result>,
    input: Input,
    source: WeatherSource,
    now: Instant,
  ): Promise<RunOutcome<Result>>;
}

/** A real store in a folder of its own, a journal in memory. */
export async function weatherWorld(): Promise<WeatherWorld> {
  const home = await mkdtemp(join(tmpdir(), "mlops-weather-"));
  const context: DriverContext = {
    clock: clockAt(START),
    offline: true,
    entropy: (length) => randomBytes(length),
    warn: () => undefined,
  };
  const store = await sqlite.open(sqlite.options.parse({ home }), context);
  const events: RunEvent[] = [];
  const world: WeatherWorld = {
    store,
    events,
    ports: (source, now) => ({
      store,
      clock: clockAt(now),
      folder: home,
      chooseSource: async () => ({ name: source.name, reasons: source.synthetic ? ["synthetic-observations"] : [] }),
      openSource: async () => source,
    }),
    run: (workflowOf, input, source, now) =>
      runWorkflow({
        workflow: workflowOf(world.ports(source, now)),
        input,
        seed: 42,
        at: now,
        journal: memoryJournal({ clock: clockAt(now) }),
        clock: clockAt(now),
        events: { emit: (event) => void events.push(event) },
        entropy: (length) => context.entropy(length),
      }),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
  return world;
}

export const minutes = (count: number): number => count * MINUTE;
