import type { Store } from "@mlops/core";

import { type Check, ok } from "./check.ts";

/** Opens the store and says where it is and what it runs on. */
export async function checkStore(open: () => Promise<Store>): Promise<Check[]> {
  const { driver, location, version, schemaVersion, details } = await (await open()).describe();
  const more = Object.entries(details).map(([key, value]) => `${key} ${value}`);
  return [ok("store", [`${driver} ${version} at ${location}`, `schema ${schemaVersion}`, ...more].join(", "))];
}
