import type { Log } from "../log/log.ts";

/** Node's own warnings go to the log; experimental ones concern its developers, not the user of a command. */
export function routeWarnings(log: Log): void {
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    const level = warning.name === "ExperimentalWarning" ? "debug" : "warn";
    log[level](`${warning.name}: ${warning.message}`);
  });
}
