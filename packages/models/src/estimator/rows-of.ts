import type { Feature } from "@mlops/core";

/** The number of rows of features, of which there is at least one. */
export function rowsOf(features: readonly Feature[]): number {
  const [first] = features;
  if (first === undefined) throw new TypeError("there is no feature");
  return first.kind === "numeric" ? first.values.length : first.codes.length;
}
