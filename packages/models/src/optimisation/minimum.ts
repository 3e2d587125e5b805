/** A function's value and gradient at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Where a minimisation ended. */
export interface Minimum<E extends Evaluation> {
  readonly parameters: Float64Array;
  readonly at: E;
  readonly iterations: number;
  /** null where the gradient is within the tolerance. */
  readonly reason: "max-iter" | "no-progress" | null;
}

export interface MinimiseSettings {
  /** Largest component of the gradient at the end. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Told after each iteration how many there were. */
  readonly onIteration: (iterations: number, value: number) => void;
}

export function largestComponent(vector: Float64Array): number {
  return vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
