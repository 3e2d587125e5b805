/** The least and the greatest value that a prediction may take, in target units; those beyond are set to the bound. */
export interface OutputRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** A copy within the range; NaN stays. */
export function clipValues(values: Float64Array, { minimum, maximum }: OutputRange): Float64Array {
  return values.map((value) => Math.min(Math.max(value, minimum), maximum));
}
