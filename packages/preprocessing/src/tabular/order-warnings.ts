import type { PreprocessorFamily } from "./preprocessor.ts";

/** Families that have a place in the order; outliers may be treated, and single columns made or dropped, anywhere. */
const usualOrder: readonly PreprocessorFamily[] = ["missing", "encoder", "feature_generation", "scaler"];

export interface OrderedStep {
  /** For messages: "Step 2 (standard_scaler)". */
  readonly label: string;
  readonly family: PreprocessorFamily;
}

/**
 * One sentence for each step that stands after a step of a later family: missing values come first, then encoders,
 * generated features, scalers. The order given is kept; it may be meant.
 */
export function orderWarnings(steps: readonly OrderedStep[]): string[] {
  const warnings: string[] = [];
  let latest: OrderedStep | undefined;
  for (const step of steps) {
    const place = usualOrder.indexOf(step.family);
    if (place === -1) continue;
    if (latest !== undefined && place < usualOrder.indexOf(latest.family)) {
      warnings.push(
        `${step.label} stands after ${latest.label}: the usual order is ${usualOrder.join(", ")}, and what comes later sees the columns that came before it.`,
      );
    } else {
      latest = step;
    }
  }
  return warnings;
}
