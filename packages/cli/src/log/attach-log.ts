import { isAbsolute, join, resolve } from "node:path";

import type { Configuration } from "@mlops/config";

import type { Style } from "../render/style.ts";
import { dailyFile } from "./daily-file.ts";
import type { DeferredLog } from "./deferred-log.ts";
import { type LogLevel, logLevelOf } from "./log.ts";
import { openLog } from "./open-log.ts";

export interface LogTarget {
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly style: Style;
  readonly writeLogLine: (text: string) => void;
  /** UTC milliseconds. */
  readonly wall: () => number;
}

/** Where the log files of a configuration are. */
export function logFolder({ value, home, projectRoot }: Configuration): string {
  const { base_path: given } = value.logging;
  if (given === undefined) return join(home, "logs");
  return isAbsolute(given) ? given : resolve(projectRoot, given);
}

/** stderr and the day's file, as the configuration says. */
export function attachConfiguredLog(log: DeferredLog, target: LogTarget, configuration: Configuration): void {
  const { writeLogLine, style, wall } = target;
  const folder = logFolder(configuration);
  const file = dailyFile({
    folder,
    retentionDays: configuration.value.logging.retention_days,
    wall,
    onFailure: (error) => {
      if (!target.quiet)
        writeLogLine(`${style.yellow("warn")} No log file is written to ${folder}: ${error.message}\n`);
    },
  });
  const stderrLevel = stderrLevelOf(target, configuration.variables["LOG_LEVEL"]);
  log.attach(
    openLog({
      stderrLevel,
      fileLevel: configuration.value.logging.level,
      file,
      writeStderr: writeLogLine,
      style,
      wall,
    }),
  );
}

/** For a command that failed before the configuration was read. */
export function attachStderrLog(log: DeferredLog, target: LogTarget): void {
  const { writeLogLine, style, wall } = target;
  const stderrLevel = stderrLevelOf(target, process.env["LOG_LEVEL"]);
  const file = { write: () => {} };
  log.attach(openLog({ stderrLevel, fileLevel: "silent", file, writeStderr: writeLogLine, style, wall }));
}

/** The command's own result is what a person wants to see: only warnings join it, unless more or less was asked for. */
function stderrLevelOf({ verbose, quiet }: LogTarget, variable: string | undefined): LogLevel {
  if (verbose) return "debug";
  if (quiet) return "error";
  return logLevelOf(variable) ?? "warn";
}
