import { readFileSync } from "node:fs";

import type { HolidayCalendar, Instant, WeatherObservation } from "@mlops/core";

import { observation } from "./observation.ts";

interface GoldenScenario {
  readonly name: string;
  readonly station: { readonly timeZone: string; readonly holidays: HolidayCalendar };
  readonly lookbackHours: number;
  readonly horizonHours: number;
  readonly observations: readonly (Partial<WeatherObservation> & { readonly observedAt: Instant })[];
  readonly cases: readonly {
    readonly at: Instant;
    readonly comfort: Readonly<Record<"value" | "temperature" | "precipitation" | "wind" | "humidity", number | null>>;
    readonly features: Readonly<Record<string, number | null>>;
  }[];
  readonly quality: readonly {
    readonly now: Instant;
    readonly score: number;
    readonly featureCompleteness: number;
    readonly reliability: number;
    readonly severityLevel: number | null;
  }[];
}

const path = new URL("../../../../fixtures/golden/weather/formulas.json", import.meta.url);
const { scenarios } = JSON.parse(readFileSync(path, "utf8")) as { readonly scenarios: readonly GoldenScenario[] };

/** Scenarios of fixtures/golden/weather/make_formulas.py with whole observations. */
export const goldenScenarios = scenarios.map((scenario) => ({
  ...scenario,
  observations: scenario.observations.map(observation),
}));

/** Equal within 1e-9, relative above 1; null equals only null. */
export function isClose(actual: number | null | undefined, expected: number | null): boolean {
  if (actual === null || actual === undefined || expected === null) return actual === expected;
  return Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
}
