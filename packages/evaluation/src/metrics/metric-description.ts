/** What a metric came to; undefined ones are null with a reason, never a number that stands for nothing. */
export interface MetricValue {
  readonly value: number | null;
  /** Kebab-case; there only where the value is null. */
  readonly reason?: string;
  /** Points that count. */
  readonly n: number;
  /** Points left out by the metric's own rule. */
  readonly excluded: number;
}

/** Inclusive; null where there is no bound. */
export interface MetricRange {
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** What every metric states of itself. */
export interface MetricDescription {
  /** snake_case; the file has the same name in kebab-case. */
  readonly name: string;
  /** Other spellings of the same number. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly direction: "maximize" | "minimize";
  readonly range: MetricRange;
  /** When it is null and with which reason, and which values stand for limits. */
  readonly degenerate: string;
  /** Whether it takes sample weights. */
  readonly weighted: boolean;
}

export const unitRange: MetricRange = { minimum: 0, maximum: 1 };
export const fromZero: MetricRange = { minimum: 0, maximum: null };

export function defined(value: number, n: number): MetricValue {
  return { value, n, excluded: 0 };
}

export function notDefined(reason: string, n: number): MetricValue {
  return { value: null, reason, n, excluded: 0 };
}

/** The value, or null with the reason where it is NaN. */
export function definedUnlessNaN(value: number, reason: string, n: number): MetricValue {
  return Number.isNaN(value) ? notDefined(reason, n) : defined(value, n);
}
