import { DAY, formatInstant, HOUR, type Instant, MINUTE } from "@mlops/core";

import { type Check, failed, ok, warning } from "./check.ts";

/** No machine of this version lived before it. */
const EARLIEST = Date.UTC(2026, 0, 1);
const TOLERANCE = 5 * MINUTE;

/**
 * Whether the machine's clock can be right: not before this version existed, and near the `Date` of a server that
 * answered, where one did.
 */
export function checkClock(wall: Instant, serverTimes: readonly Instant[]): Check {
  const shown = formatInstant(wall);
  if (wall < EARLIEST) {
    return failed("clock", `${shown} is before this version was made`, "Set the machine's clock (timedatectl, NTP).");
  }
  const server = serverTimes[0];
  if (server === undefined) return ok("clock", `${shown}; not compared with a server`);
  const skew = Math.abs(wall - server);
  if (skew <= TOLERANCE) return ok("clock", `${shown}, agrees with a server`);
  const apart =
    skew >= DAY
      ? `${Math.round(skew / DAY)} days`
      : skew >= HOUR
        ? `${Math.round(skew / HOUR)} h`
        : `${Math.round(skew / MINUTE)} min`;
  return warning("clock", `${shown} is ${apart} away from a server's`, "Set the machine's clock (timedatectl, NTP).");
}
