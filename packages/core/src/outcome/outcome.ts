/** How a command or step went. Degraded is a success that says, by reason codes, what was less than it should be. */
export type OutcomeStatus = "ok" | "degraded" | "failed";

export interface Outcome {
  readonly status: OutcomeStatus;
  /** Kebab-case reason codes, such as `no-trained-model`; empty when ok. */
  readonly reasons: readonly string[];
}

/** `ok` without reasons, `degraded` with them; duplicates are dropped, the order is kept. */
export function outcomeOf(reasons: readonly string[]): Outcome {
  const unique = [...new Set(reasons)];
  return { status: unique.length === 0 ? "ok" : "degraded", reasons: unique };
}
