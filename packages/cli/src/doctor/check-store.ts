import type { Store, StoreDescription } from "@mlops/core";

import { type Check, ok, warning } from "./check.ts";

/** Between the clocks of this machine and the store's server: leases of several machines bear this much. */
const SKEW_TOLERANCE_MS = 5000;

/** Opens the store and says where it is and what it runs on. */
export async function checkStore(open: () => Promise<Store>): Promise<Check[]> {
  const description = await (await open()).describe();
  const { driver, location, version, schemaVersion, details } = description;
  const more = Object.entries(details).map(([key, value]) => `${key} ${value}`);
  const store = ok("store", [`${driver} ${version} at ${location}`, `schema ${schemaVersion}`, ...more].join(", "));
  return [store, ...serverClock(description)];
}

function serverClock({ details }: StoreDescription): Check[] {
  const { clockSkewMilliseconds: skew } = details;
  if (typeof skew !== "number" || Math.abs(skew) <= SKEW_TOLERANCE_MS) return [];
  return [
    warning(
      "store clock",
      `the server's clock is ${(skew / 1000).toFixed(1)} s away from this machine's`,
      "Set both clocks (timedatectl, NTP): leases between machines rest on them.",
    ),
  ];
}
