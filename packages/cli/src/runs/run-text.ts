import { formatInstant, type RunRecord, type RunStatus } from "@mlops/core";
import type { RunStepView } from "@mlops/store";

import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";

export function statusText(status: RunStatus | RunStepView["status"], style: Style): string {
  switch (status) {
    case "succeeded":
      return style.green(status);
    case "failed":
      return style.red(status);
    case "running":
      return style.cyan(status);
    case "interrupted":
    case "cancelled":
      return style.yellow(status);
  }
}

export function durationText(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return "–";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `mae 1.42, r2 0.81`: as many digits as tell values apart. */
export function metricsText(metrics: RunRecord["metrics"]): string {
  const shown = Object.entries(metrics ?? {}).map(
    ([name, value]) => `${name} ${value === null ? "–" : Number(value.toPrecision(4))}`,
  );
  return shown.length === 0 ? "–" : shown.join(", ");
}

export function stepTable(steps: readonly RunStepView[], style: Style): string {
  const rows = steps.map(({ stepKey, status, attempts, startedAt, durationMs, error }) => [
    stepKey,
    statusText(status, style),
    attempts,
    formatInstant(startedAt),
    durationText(durationMs),
    error === undefined ? "" : `${error.code}: ${error.message}`,
  ]);
  return renderTable(["STEP", "STATUS", "ATTEMPT", "STARTED", "TOOK", "ERROR"], rows, style);
}
