import type { FromWorker } from "@mlops/tracking";

import type { Log } from "../log/log.ts";

type Variables = Readonly<Record<string, string | undefined>>;

const ranks = { debug: 0, info: 1, warn: 2, warning: 2, error: 3, critical: 4 } as const;

/** Says in the log what trackers want people to know, as far as WANDB_LOG_LEVEL and WANDB_SILENT let it. */
export function tellMessages(log: Log, variables: Variables): (message: FromWorker) => void {
  const level = (variables["WANDB_LOG_LEVEL"] ?? "info").toLowerCase();
  const least = level in ranks ? ranks[level as keyof typeof ranks] : ranks.info;
  const silent = variables["WANDB_SILENT"] === "true";
  return (message) => {
    if (silent) return;
    if (message.type === "warning" && least <= ranks.warn) log.warn(message.text);
    if (message.type === "place" && least <= ranks.info) log.info(`Tracked at ${message.place}`);
    if (message.type === "stop-requested" && least <= ranks.warn) {
      log.warn("Somebody pressed Stop on the run's page. This run ends when its work is done.");
    }
  };
}
