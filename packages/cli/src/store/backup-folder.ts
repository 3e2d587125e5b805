import { join, resolve } from "node:path";

import type { Services } from "../compose.ts";

/** Where backups are kept: the folder that was named, else `backups` in the state folder. */
export async function backupFolder(services: Services, named: string | undefined): Promise<string> {
  return named === undefined ? join((await services.configuration()).home, "backups") : resolve(named);
}
