import { formatInstant, redactText, redactValue } from "@mlops/core";
import pino from "pino";

import type { Style } from "../render/style.ts";
import type { DailyFile } from "./daily-file.ts";
import type { Log, LogLevel } from "./log.ts";

export interface LogRequest {
  readonly stderrLevel: LogLevel;
  readonly fileLevel: LogLevel;
  readonly file: DailyFile;
  readonly writeStderr: (text: string) => void;
  readonly style: Style;
  /** UTC milliseconds for the lines' time. */
  readonly wall: () => number;
}

/** One logger with two destinations: short lines for people on stderr, JSON lines in the day's file. */
export function openLog({ stderrLevel, fileLevel, file, writeStderr, style, wall }: LogRequest): Log {
  const destinations = pino.multistream(
    [
      ...(stderrLevel === "silent"
        ? []
        : [{ level: stderrLevel, stream: { write: (line: string) => writeStderr(readableLine(line, style)) } }]),
      ...(fileLevel === "silent" ? [] : [{ level: fileLevel, stream: file }]),
    ],
    { dedupe: false },
  );
  const logger = pino(
    {
      level: lowest(stderrLevel, fileLevel),
      base: { pid: process.pid },
      timestamp: () => `,"time":"${formatInstant(wall())}"`,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redactText },
    },
    destinations,
  );
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (message: string, details: Readonly<Record<string, unknown>> = {}): void =>
      logger[level](redactValue(plainErrors(details)) as object, redactText(message));
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

function lowest(a: LogLevel, b: LogLevel): LogLevel {
  const rank = (level: LogLevel): number => pino.levels.values[level] ?? Number.POSITIVE_INFINITY;
  return rank(a) <= rank(b) ? a : b;
}

/** Errors have no enumerable members: they are spelt out before redaction copies the value. */
function plainErrors(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value,
    ]),
  );
}

function readableLine(line: string, style: Style): string {
  const { level, time, msg, pid: _pid, ...details } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const label = String(level);
  const coloured =
    label === "error" || label === "fatal"
      ? style.red(label)
      : label === "warn"
        ? style.yellow(label)
        : style.dim(label);
  const rest = Object.entries(details).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return `${style.dim(String(time))} ${coloured} ${String(msg)}${rest.length === 0 ? "" : ` ${style.dim(rest.join(" "))}`}\n`;
}
