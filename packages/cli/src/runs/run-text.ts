import { formatInstant, type Instant, type RunRecord, type RunStatus } from "@mlops/core";
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

/** `2013-10-05 12:00:00Z`: to the second, with a space at which a narrow column can break. */
export function instantText(instant: Instant): string {
  return formatInstant(Math.floor(instant / 1000) * 1000).replace("T", " ");
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

/** Errors have a column only where there is one. */
export function stepTable(steps: readonly RunStepView[], style: Style): string {
  const rows = steps.map(({ stepKey, status, attempts, startedAt, durationMs, error }) => [
    stepKey,
    statusText(status, style),
    attempts,
    instantText(startedAt),
    durationText(durationMs),
    error === undefined ? "" : `${error.code}: ${error.message}`,
  ]);
  const headings = ["STEP", "STATUS", "ATTEMPT", "STARTED", "TOOK"];
  const failed = steps.some(({ error }) => error !== undefined);
  return renderTable(failed ? [...headings, "ERROR"] : headings, rows, style);
}
