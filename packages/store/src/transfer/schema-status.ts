import { existsSync } from "node:fs";
import { join } from "node:path";

import { Connection } from "../sqlite/connection.ts";
import { type Migration, migrations } from "../sqlite/migrations.ts";
import { readSchemaVersion } from "../sqlite/open-database.ts";
import { translateStoreError } from "../sqlite/sqlite-errors.ts";

export interface SchemaStatus {
  readonly path: string;
  /** Undefined where there is no store yet. */
  readonly found: number | undefined;
  readonly supported: number;
  /** In the order in which they are applied. */
  readonly pending: readonly { readonly version: number; readonly summary: string }[];
}

/**
 * How a store in a folder stands to this version, without changing it: opening it by its driver brings it up to date.
 *
 * @throws MlopsError STORE_DAMAGED, STORE_VERSION_NEWER
 */
export function schemaStatus(home: string, known: readonly Migration[] = migrations): SchemaStatus {
  const path = join(home, "store.db");
  const found = existsSync(path) ? versionOf(path) : undefined;
  const steps = known.map(({ version, summary }) => ({ version, summary })).toSorted((a, b) => a.version - b.version);
  return {
    path,
    found,
    supported: steps.at(-1)?.version ?? 0,
    pending: found === undefined ? [] : steps.filter(({ version }) => version > found),
  };
}

function versionOf(path: string): number {
  try {
    using connection = new Connection(path, { readOnly: true });
    return readSchemaVersion(connection, path);
  } catch (error) {
    throw translateStoreError(error, path);
  }
}
