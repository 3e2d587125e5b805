import type { CopyProgress } from "@mlops/store";

import type { Progress } from "../render/progress.ts";

const SILENCE_MILLISECONDS = 500;

/** Shows a copy at most twice a second: a line for each batch would bury everything else. */
export function copyProgress(
  progress: Progress,
  clock: { wall(): number; monotonic(): number },
): (step: CopyProgress) => void {
  let last = Number.NEGATIVE_INFINITY;
  return ({ phase, what, done, total }) => {
    const now = clock.monotonic();
    if (now - last < SILENCE_MILLISECONDS) return;
    last = now;
    const at = clock.wall();
    progress.emit({ type: "progress", runId: "store-copy", at, recordedAt: at, step: `${phase} ${what}`, done, total });
  };
}
