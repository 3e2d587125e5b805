import { schemaStatus } from "@mlops/store";

import type { Services } from "../compose.ts";

/** How the configured store stands to this version of the program. */
export interface SchemaState {
  readonly location: string;
  /** Null where there is no store yet. */
  readonly found: number | null;
  readonly supported: number;
  readonly pending: readonly { readonly version: number; readonly summary: string }[];
}

/**
 * Reads a local store without opening it. A store on a server is brought up to date by being opened, so that nothing is
 * pending afterwards.
 */
export async function schemaStateOf(services: Services): Promise<SchemaState> {
  const { value, home } = await services.configuration();
  if (value.store.driver === "sqlite") {
    const { path, found, supported, pending } = schemaStatus(home);
    return { location: path, found: found ?? null, supported, pending };
  }
  const { location, schemaVersion } = await (await services.store()).describe();
  return { location, found: schemaVersion, supported: schemaVersion, pending: [] };
}
