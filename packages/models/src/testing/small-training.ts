import type { TrainingData } from "@mlops/core";

/** Ten rows of one column. */
export function smallTraining(): TrainingData {
  const values = Float64Array.from({ length: 10 }, (_, row) => row);
  return { features: [{ kind: "numeric", name: "x", values }], target: { kind: "values", values } };
}

/** The address of one of `troubled-estimators.ts`. */
export function troubledUrl(name: string): string {
  return `${new URL("troubled-estimators.ts", import.meta.url).href}#${name}`;
}
