import { formatInstant, type WeatherObservation } from "@mlops/core";

/** An observation as `--json` shows it: `at` and `station` first. */
export function observationFields(observation: WeatherObservation): Readonly<Record<string, unknown>> {
  const { observedAt, station, ...values } = observation;
  return { at: formatInstant(observedAt), station, ...values };
}
