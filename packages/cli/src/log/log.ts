/** Log lines for people who operate the product. Every line is redacted. */
export interface Log {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void;
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Python's names are documented for LOG_LEVEL too: DEBUG, WARNING, CRITICAL. Undefined where it names no level. */
export function logLevelOf(text: string | undefined): LogLevel | undefined {
  const lower = text?.trim().toLowerCase();
  const name = lower === "warning" ? "warn" : lower === "critical" ? "fatal" : lower;
  return logLevels.find((level) => level === name);
}
