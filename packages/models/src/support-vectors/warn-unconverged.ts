import type { FitContext } from "@mlops/core";

export function warnUnconverged(context: FitContext, iterations: number): void {
  context.log(
    "warn",
    `Support vectors did not converge in ${iterations} steps. Standardise the columns, raise max_iter or lower C.`,
  );
}
