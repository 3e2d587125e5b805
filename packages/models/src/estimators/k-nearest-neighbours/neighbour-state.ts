import type { ClassLabel } from "@mlops/core";

/** The training rows themselves, and how they are compared. */
export interface NeighbourState {
  /** One per feature. */
  readonly columns: readonly Float64Array[];
  readonly target:
    | { readonly kind: "values"; readonly values: Float64Array }
    | { readonly kind: "classes"; readonly classes: readonly ClassLabel[]; readonly codes: Int32Array };
  readonly neighbours: number;
  readonly weights: "uniform" | "distance";
  readonly p: 1 | 2;
  /** One over the largest distance between training rows, to the power of p: distances times this fit single precision. */
  readonly scale: number;
}
