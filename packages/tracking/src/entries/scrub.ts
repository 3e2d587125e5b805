import { isSecretKey, redactText } from "@mlops/core";

const MASK = "[redacted]";
/** Control characters except line feed and tab: a terminal or a log must not be steered by what a run logs. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text without secrets and control characters. */
export function scrubText(text: string): string {
  return redactText(text).replace(controls, "").toWellFormed();
}

/**
 * A deep copy of what is logged without secrets and control characters: values by the name of their key, texts by their
 * content. `onSecret` hears the name of every key whose value was hidden.
 */
export function scrubValue(value: unknown, onSecret: (key: string) => void): unknown {
  return scrubNode(value, onSecret, new Set());
}

function scrubNode(value: unknown, onSecret: (key: string) => void, ancestors: Set<object>): unknown {
  if (typeof value === "string") return scrubText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol" || value === undefined) return null;
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ancestors.has(value)) return "[cycle]";
  ancestors.add(value);
  const copy = Array.isArray(value)
    ? value.map((item) => scrubNode(item, onSecret, ancestors))
    : Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          scrubText(key),
          isHidden(key, item, onSecret) ? MASK : scrubNode(item, onSecret, ancestors),
        ]),
      );
  ancestors.delete(value);
  return copy;
}

function isHidden(key: string, item: unknown, onSecret: (key: string) => void): boolean {
  if (!isSecretKey(key) || item === null || item === undefined || item === "") return false;
  onSecret(key);
  return true;
}
