import { relative } from "node:path";

import type { TrackingReport } from "./run-tracking.ts";

/** The row of a command's answer that says where its run is tracked; none where it is not. */
export function trackingFields(report: TrackingReport | undefined): [string, string][] {
  const text = trackingText(report);
  return text === undefined ? [] : [["tracking", text]];
}

function trackingText(report: TrackingReport | undefined): string | undefined {
  const wandb = report?.trackers.find(({ tracker }) => tracker === "wandb");
  if (!wandb) return undefined;
  const folder = wandb.folder === undefined ? undefined : shortPath(wandb.folder);
  if (wandb.status === "complete" && wandb.place !== undefined) return wandb.place;
  if (folder === undefined) return `not recorded: ${wandb.reason ?? "unknown"}`;
  const sync = `send it with: mlops sync ${folder}`;
  if (wandb.status === "complete") return `recorded in ${folder}; ${sync}`;
  return `not sent yet (${wandb.reason ?? "not done"}); ${sync}`;
}

function shortPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below === "" || below.startsWith("..") ? path : below;
}
