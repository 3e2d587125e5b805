import { MlopsError, throwIfCancelled } from "@mlops/core";

import { storedCollections } from "../sqlite/collection-schema.ts";
import type { Connection } from "../sqlite/connection.ts";
import { decodeRow, DOCUMENT_COLUMNS } from "../sqlite/document-row.ts";

/**
 * Reads every document of a database and answers how many each collection holds.
 *
 * @throws MlopsError STORE_DAMAGED, STORE_DOCUMENT_DAMAGED
 */
export function countSoundDocuments(
  connection: Connection,
  path: string,
  signal: AbortSignal | undefined,
): Record<string, number> {
  const [result] = connection.first("PRAGMA integrity_check(1)") ?? [];
  if (result !== "ok") throw new MlopsError("STORE_DAMAGED", `The store ${path} is damaged: ${String(result)}.`);
  const counts: Record<string, number> = {};
  for (const name of storedCollections(connection)) {
    let count = 0;
    for (const row of connection.iterate(`SELECT ${DOCUMENT_COLUMNS} FROM c_${name}`)) {
      throwIfCancelled(signal);
      decodeRow(path, name, row);
      count += 1;
    }
    counts[name] = count;
  }
  return counts;
}
