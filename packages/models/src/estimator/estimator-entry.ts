import type { Estimator } from "./define-estimator.ts";

/** What is known of an estimator before it is loaded. */
export interface EstimatorEntry {
  readonly name: string;
  /** Other names of this product's own; class paths of libraries are in `dialectCatalogue`. */
  readonly aliases: readonly string[];
  load(): Promise<Estimator>;
}
