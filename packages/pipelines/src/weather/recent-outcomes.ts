import { HOUR, type Instant } from "@mlops/core";
import { comfortScore } from "@mlops/preprocessing";

import { observationArchive } from "./observation-archive.ts";
import { type PredictionDocument, predictionCollection } from "./predictions.ts";
import type { WeatherPorts } from "./weather-ports.ts";

/** A prediction of the last week and what came true, null where it is not known yet. */
export interface RecentOutcome {
  readonly targetAt: Instant;
  readonly predicted: number;
  readonly actual: number | null;
}

const RECENT_HOURS = 168;

export interface OutcomeRequest {
  readonly station: string;
  readonly observationSource: string;
  readonly synthetic: boolean;
  readonly now: Instant;
  readonly until: Instant;
}

/** Predictions shown for a station, whichever model made them, one for each target; real and synthetic ones are kept apart. */
export async function recentOutcomes(ports: WeatherPorts, request: OutcomeRequest): Promise<RecentOutcome[]> {
  const { station, observationSource, synthetic, now, until } = request;
  const from = now - RECENT_HOURS * HOUR;
  const predictions = await ports.store.collection<PredictionDocument>(predictionCollection).find({
    filter: { where: { station, targetAt: { gt: from, lte: until }, role: "primary", synthetic, at: { lte: now } } },
    sort: [
      { field: "targetAt", order: "asc" },
      { field: "at", order: "asc" },
    ],
  });
  const observations = await observationArchive(ports.store).find({
    station,
    source: observationSource,
    from: from - RECENT_HOURS * HOUR,
    to: now + 1,
    knownAt: now,
  });
  const outcomes = new Map<Instant, RecentOutcome>();
  for (const { targetAt, value, lookbackHours } of predictions) {
    if (value === null || outcomes.has(targetAt)) continue;
    const actual = targetAt <= now ? comfortScore(observations, targetAt, lookbackHours).value : null;
    outcomes.set(targetAt, { targetAt, predicted: value, actual });
  }
  return [...outcomes.values()];
}
