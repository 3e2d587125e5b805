export interface LearningRateSchedule {
  readonly kind: "constant" | "cosine" | "step";
  /** The rate after warm-up. */
  readonly rate: number;
  /** Steps over which the rate rises linearly from 0. */
  readonly warmupSteps: number;
  /** Of `step`: the rate is multiplied by `gamma` every so many steps. */
  readonly every: number;
  readonly gamma: number;
}

/** The learning rate of a step, from 0; `cosine` falls to 0 at `steps` (Loshchilov & Hutter 2017, without restarts). */
export function learningRate(schedule: LearningRateSchedule, step: number, steps: number): number {
  const { kind, rate, warmupSteps, every, gamma } = schedule;
  if (step < warmupSteps) return (rate * (step + 1)) / warmupSteps;
  const [done, all] = [step - warmupSteps, Math.max(1, steps - warmupSteps)];
  switch (kind) {
    case "constant":
      return rate;
    case "cosine":
      return (rate * (1 + Math.cos((Math.PI * Math.min(done, all)) / all))) / 2;
    case "step":
      return rate * gamma ** Math.floor(done / every);
  }
}
