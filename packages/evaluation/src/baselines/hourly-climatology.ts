import { MlopsError } from "@mlops/core";

import { mean } from "../series/moments.ts";
import { assertComparable, type Series } from "../series/pairs.ts";

/** Mean truth by local hour. Plain JSON. */
export interface HourlyClimatology {
  readonly baseline: "hourly-climatology";
  /** For the hours 0 to 23; null where training saw none. */
  readonly means: readonly (number | null)[];
  /** Truths behind each mean. */
  readonly counts: readonly number[];
  /** Mean of all truths: the forecast for hours that training did not see. */
  readonly overall: number;
  readonly unseenHours: readonly number[];
}

const HOURS = 24;

/**
 * Learns from the training part. `hours` are the local hours, 0 to 23, at which the truths hold.
 *
 * @throws MlopsError EVALUATION_INPUT_INVALID for no truths, hours out of range, or truths that are not finite.
 */
export function fitHourlyClimatology(hours: Series, truth: Series): HourlyClimatology {
  assertComparable(truth, hours, "the hours");
  if (truth.length === 0) {
    throw new MlopsError("EVALUATION_INPUT_INVALID", "An hourly climatology needs at least one truth.");
  }
  const sums = new Float64Array(HOURS);
  const counts = new Float64Array(HOURS);
  for (const [point, value] of truth.entries()) {
    const hour = hourAt(hours, point);
    sums[hour] = (sums[hour] ?? 0) + value;
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  const means = Array.from(sums, (sum, hour) => (counts[hour] ? sum / counts[hour] : null));
  return {
    baseline: "hourly-climatology",
    means,
    counts: [...counts],
    overall: mean(truth),
    unseenHours: [...means.keys()].filter((hour) => means[hour] === null),
  };
}

/** One forecast for each local hour. @throws MlopsError EVALUATION_INPUT_INVALID for hours out of range. */
export function predictHourlyClimatology(climatology: HourlyClimatology, hours: Series): Float64Array {
  return Float64Array.from(hours, (_, point) => climatology.means[hourAt(hours, point)] ?? climatology.overall);
}

function hourAt(hours: Series, point: number): number {
  const hour = hours[point] ?? Number.NaN;
  if (Number.isInteger(hour) && hour >= 0 && hour < HOURS) return hour;
  throw new MlopsError(
    "EVALUATION_INPUT_INVALID",
    `Point ${point} has the local hour ${hour}; hours go from 0 to 23.`,
    {
      details: { point, hour: String(hour) },
    },
  );
}
