import type { Log } from "./log.ts";

type Line = readonly [level: keyof Log, message: string, details: Readonly<Record<string, unknown>> | undefined];

export interface DeferredLog extends Log {
  /** Lines are waiting and nothing is attached yet. */
  readonly isWaiting: boolean;
  /** Hands over what was kept and everything from now on. */
  attach(log: Log): void;
}

/** Keeps lines until the configuration says where they go: a command that logs nothing loads no logger. */
export function deferredLog(): DeferredLog {
  const kept: Line[] = [];
  let target: Log | undefined;
  const write =
    (level: keyof Log): Log["info"] =>
    (message, details) => {
      if (target) target[level](message, details);
      else kept.push([level, message, details]);
    };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    get isWaiting() {
      return target === undefined && kept.length > 0;
    },
    attach(log) {
      target = log;
      for (const [level, message, details] of kept.splice(0)) log[level](message, details);
    },
  };
}
