import { z } from "zod";

import type { Measured } from "./expectation.ts";

/** Both bounds belong to what is allowed. */
export interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** `min` and `max` of a measured number. */
export function boundsShape(what: string, number: z.ZodType<number, number> = z.number()) {
  return {
    min: number.optional().describe(`Least ${what}, inclusive.`),
    max: number.optional().describe(`Greatest ${what}, inclusive.`),
  };
}

export function boundsProblem({ min, max }: Bounds): string | undefined {
  if (min === undefined && max === undefined) return "it needs min, max or both";
  return min !== undefined && max !== undefined && min > max ? `min ${min} is above max ${max}` : undefined;
}

export function boundsText({ min, max }: Partial<Record<"min" | "max", number | string | undefined>>): string {
  if (min !== undefined && min === max) return String(min);
  if (max === undefined) return `≥ ${String(min)}`;
  return min === undefined ? `≤ ${String(max)}` : `${String(min)} … ${String(max)}`;
}

export function isWithin(value: number, { min, max }: Bounds): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/** A number out of a result of DuckDB: null stays null, wide integers become doubles. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  return typeof value === "bigint" ? Number(value) : null;
}

/** One measured number against its bounds; null, NaN and infinities are no value. */
export function measured(name: string, value: number | null, bounds: Bounds): Measured {
  if (value === null || !Number.isFinite(value)) return { holds: undefined, observed: { [name]: null } };
  return { holds: isWithin(value, bounds), observed: { [name]: value } };
}
