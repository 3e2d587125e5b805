import { isSecretKey } from "@mlops/core";

import { scrubText, scrubValue } from "./scrub.ts";
import { numberJson, spoolJson } from "./spool-json.ts";

export interface RowStamp {
  readonly at: number;
  readonly runtime: number;
  readonly step: number | undefined;
  readonly key: string | undefined;
}

/** Names that a run logs are few and come again: their form is worked out once. */
const MOST_NAMES = 10_000;

interface KnownName {
  /** With quotes and colon. */
  readonly json: string;
  readonly hidden: boolean;
}

/**
 * Writes rows as text, quickly where they hold numbers: this is what a training loop pays for `log`.
 */
export function rowEncoder(onSecret: (key: string) => void) {
  const names = new Map<string, KnownName>();

  const nameOf = (key: string): KnownName => {
    const known = names.get(key);
    if (known) return known;
    const name = { json: `${JSON.stringify(scrubText(key))}:`, hidden: isSecretKey(key) };
    if (names.size < MOST_NAMES) names.set(key, name);
    return name;
  };

  const valueJson = (key: string, name: KnownName, value: unknown): string => {
    if (name.hidden && value !== null && value !== "") {
      onSecret(key);
      return '"[redacted]"';
    }
    if (typeof value === "number") return numberJson(value);
    if (typeof value === "string") return JSON.stringify(scrubText(value));
    if (typeof value === "boolean") return value ? "true" : "false";
    if (value === null) return "null";
    return spoolJson(scrubValue(value, onSecret));
  };

  return (values: Readonly<Record<string, unknown>>, { at, runtime, step, key }: RowStamp): string => {
    let text = "";
    for (const name in values) {
      const value = values[name];
      if (value === undefined || !Object.hasOwn(values, name)) continue;
      const known = nameOf(name);
      text += `${text === "" ? "" : ","}${known.json}${valueJson(name, known, value)}`;
    }
    const stepText = step === undefined ? "" : `,"step":${step}`;
    const keyText = key === undefined ? "" : `,"key":${JSON.stringify(key)}`;
    return `{"type":"row","at":${at},"runtime":${Math.round(runtime * 1e6) / 1e6}${stepText}${keyText},"values":{${text}}}`;
  };
}
