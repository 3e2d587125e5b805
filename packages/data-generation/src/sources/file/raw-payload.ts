import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";

import { DAY, formatInstant, type ObservationRequest, type RawPayload } from "@mlops/core";
import { cellAt, type Column, type Table } from "@mlops/table";

/** Longer requests are the training's: their raw rows are the file itself, which its digest names. */
const longestKept = 62 * DAY;

export function isKept(request: ObservationRequest): boolean {
  return request.to - request.from <= longestKept;
}

/** SHA-256 of a file, streamed. */
export async function digestFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(block as Uint8Array);
  return hash.digest("hex");
}

/** The mapped columns of the rows that were used, as CSV with the file's own texts; the file's digest is in the locator. */
export function rawPayload(
  path: string,
  digest: string,
  request: ObservationRequest,
  parts: readonly { readonly table: Table; readonly rows: readonly number[] }[],
): RawPayload {
  const header = parts[0]?.table.columnNames ?? [];
  const lines = parts.flatMap(({ table, rows }) => {
    const columns = header.map((name) => table.column(name));
    return rows.map((row) => columns.map((column) => csvCell(column, row)).join(","));
  });
  return {
    content: new TextEncoder().encode([header.map(quoted).join(","), ...lines, ""].join("\n")),
    mediaType: "text/csv; charset=utf-8",
    locator: `file:${basename(path)}#sha256=${digest}`,
    stations: request.stations.map((station) => station.id),
    from: request.from,
    to: request.to,
  };
}

function csvCell(column: Column, row: number): string {
  const cell = cellAt(column, row);
  if (cell === null) return "";
  return quoted(column.type === "instant" ? formatInstant(Number(cell)) : String(cell));
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
