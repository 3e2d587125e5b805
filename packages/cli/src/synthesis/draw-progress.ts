import type { Progress } from "../render/progress.ts";

const SILENCE_MILLISECONDS = 500;

/** Shows how many rows were drawn, at most twice a second. */
export function drawProgress(
  progress: Progress,
  clock: { wall(): number; monotonic(): number },
  total: number,
): (rows: number) => void {
  let last = clock.monotonic();
  return (done) => {
    const now = clock.monotonic();
    if (now - last < SILENCE_MILLISECONDS) return;
    last = now;
    const at = clock.wall();
    progress.emit({ type: "progress", runId: "generate", at, recordedAt: at, step: "draw rows", done, total });
  };
}
