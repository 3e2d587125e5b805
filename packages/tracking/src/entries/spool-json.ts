import type { Entry } from "./entry.ts";

/**
 * JSON that keeps NaN and ±Infinity, which JSON itself has no words for: a marked object stands for each. Trackers show a
 * diverged loss as what it is.
 */
const MARK = "$number";

export function spoolJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "number" && !Number.isFinite(item) ? { [MARK]: String(item) } : item,
  );
}

export function numberJson(value: number): string {
  return Number.isFinite(value) ? String(value) : `{"${MARK}":"${value}"}`;
}

/** The payload was written by this product and its frame's checksum holds. */
export function readEntry(payload: Uint8Array): Entry {
  const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("utf8");
  return (text.includes(MARK) ? JSON.parse(text, revive) : JSON.parse(text)) as Entry;
}

function revive(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(MARK in value)) return value;
  return Number(value[MARK]);
}

/** JSON as W&B writes it: NaN, Infinity and -Infinity bare. */
export function wandbJson(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (value === null || value === undefined) return "null";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(wandbJson).join(",")}]`;
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${wandbJson(item)}`).join(",")}}`;
}

/**
 * Reads JSON in which NaN and ±Infinity may stand bare.
 *
 * @throws SyntaxError where it is neither
 */
export function parseWandbJson(text: string): unknown {
  if (!/NaN|Infinity/.test(text)) return JSON.parse(text) as unknown;
  // Outside strings only: a string is matched whole and stays as it is.
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g, (match) =>
    match.startsWith('"') ? match : `{"${MARK}":"${match}"}`,
  );
  return JSON.parse(marked, revive) as unknown;
}
