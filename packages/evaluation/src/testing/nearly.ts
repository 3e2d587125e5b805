/** For `toEqual`: a number within `tolerance` of the expected one, relative to its size where that exceeds 1. */
export function nearly(expected: number, tolerance = 1e-12): { asymmetricMatch: (actual: unknown) => boolean } {
  return {
    asymmetricMatch: (actual) =>
      typeof actual === "number" && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    toString: () => `Nearly(${expected})`,
    toAsymmetricMatcher: () => `Nearly(${expected})`,
  } as { asymmetricMatch: (actual: unknown) => boolean };
}

/** The same for every number of an array; anything else has to be equal. */
export function allNearly(expected: readonly (number | null)[], tolerance = 1e-12): readonly unknown[] {
  return expected.map((value) => (value === null ? null : nearly(value, tolerance)));
}
