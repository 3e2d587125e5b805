import { MlopsError } from "@mlops/core";

/** @throws MlopsError EVALUATION_OPTION_INVALID naming option, value and range. */
export function assertOption(holds: boolean, option: string, value: unknown, range: string): void {
  if (holds) return;
  throw new MlopsError("EVALUATION_OPTION_INVALID", `${option} must be ${range}, got ${String(value)}.`, {
    details: { option, value: typeof value === "number" ? value : String(value), range },
  });
}

export function assertFraction(value: number, option: string): void {
  assertOption(value > 0 && value < 1, option, value, "between 0 and 1, both excluded");
}

export function assertCount(value: number, option: string, minimum: number): void {
  assertOption(Number.isInteger(value) && value >= minimum, option, value, `a whole number of at least ${minimum}`);
}
