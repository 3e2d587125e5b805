import {
  floorToHour,
  type Instant,
  type MissingObservation,
  type ObservationBatch,
  type ObservationRequest,
  type RawPayload,
  type RejectedInput,
  type WeatherObservation,
} from "@mlops/core";

import { isKnown, requestedHours } from "./requested-hours.ts";

/** An observation and where it stood in what the provider sent. */
export interface LocatedObservation {
  readonly where: string;
  readonly observation: WeatherObservation;
}

/** A line that could not be used, as far as its station and instant could be read. */
export interface UnusableHour {
  readonly station: string;
  readonly at: Instant;
}

/** What was read from one or more payloads, in the provider's order. */
export interface Reading {
  readonly observations: readonly LocatedObservation[];
  readonly rejected: readonly RejectedInput[];
  readonly unusable: readonly UnusableHour[];
}

/**
 * The batch that a source owes: only the stations, instants and knowledge that were asked for; sorted; one observation
 * per station and instant, where a later line replaces an earlier one (providers append corrections) and the replaced
 * one is reported; every hour without an observation listed with its reason.
 */
export function assembleBatch(
  request: ObservationRequest,
  delayMinutes: number,
  readings: readonly Reading[],
  payloads: readonly RawPayload[] = [],
): ObservationBatch {
  const rejected = readings.flatMap((reading) => reading.rejected);
  const wanted = new Map(request.stations.map((station) => [station.id, new Map<Instant, LocatedObservation>()]));
  for (const located of readings.flatMap((reading) => reading.observations)) {
    const { station, observedAt } = located.observation;
    const ofStation = wanted.get(station);
    if (!ofStation) {
      rejected.push({ where: located.where, message: `Station "${station}" was not asked for.` });
      continue;
    }
    if (observedAt < request.from || observedAt >= request.to) continue;
    if (!isKnown(observedAt, request.knownAt, delayMinutes)) continue;
    const replaced = ofStation.get(observedAt);
    if (replaced) rejected.push(replacedBy(replaced, located));
    ofStation.set(observedAt, located);
  }
  const observations = [...wanted.values()]
    .flatMap((ofStation) => [...ofStation.values()])
    .map((located) => located.observation)
    .sort(byStationThenInstant);
  const unusable = readings.flatMap((reading) => reading.unusable);
  return { observations, payloads, missing: missingHours(request, delayMinutes, observations, unusable), rejected };
}

function replacedBy(replaced: LocatedObservation, by: LocatedObservation): RejectedInput {
  return { where: replaced.where, message: `A second observation of the same station and instant is at ${by.where}.` };
}

function byStationThenInstant(a: WeatherObservation, b: WeatherObservation): number {
  if (a.station !== b.station) return a.station < b.station ? -1 : 1;
  return a.observedAt - b.observedAt;
}

function missingHours(
  request: ObservationRequest,
  delayMinutes: number,
  observations: readonly WeatherObservation[],
  unusable: readonly UnusableHour[],
): MissingObservation[] {
  const key = (station: string, at: Instant): string => `${station} ${floorToHour(at)}`;
  const present = new Set(observations.map(({ station, observedAt }) => key(station, observedAt)));
  const bad = new Set(unusable.map(({ station, at }) => key(station, at)));
  const reasonFor = (station: string, at: Instant): string => {
    if (!isKnown(at, request.knownAt, delayMinutes)) return "not-yet-known";
    return bad.has(key(station, at)) ? "bad-line" : "not-in-response";
  };
  const stations = [...new Set(request.stations.map((station) => station.id))].sort();
  return stations.flatMap((station) =>
    requestedHours(request)
      .filter((at) => !present.has(key(station, at)))
      .map((at) => ({ station, at, reason: reasonFor(station, at) })),
  );
}
