import type { JsonObject, RandomStream } from "@mlops/core";

import { sigmoid, solveIntercept } from "../outcome/solve-intercept.ts";
import type { RowDraw } from "./row-draw.ts";
import type { OutcomeRule, TableRules } from "./table-rules.ts";

/** How the outcome of a row follows from its columns. */
export interface OutcomeModel {
  /** 1 where the outcome comes true. */
  draw(rows: RowDraw, stream: RandomStream): Uint8Array;
  /** The rule that was solved, with its bounds in the columns' own units. */
  readonly rule: JsonObject;
}

interface Interval {
  readonly column: string;
  readonly low: number;
  readonly high: number;
}

/**
 * Solves the mixture on rows of reference: the lower end of the solved range so that the rule makes its share of the base
 * rate, then the intercept of the noise so that the rest makes up the whole. Where the rule cannot hold often enough, its
 * range is all there is and the noise does more.
 */
export function solveOutcome(
  rules: TableRules,
  scenario: string,
  defaultRate: number,
  reference: RowDraw,
): OutcomeModel {
  const { outcome } = rules;
  const { values, ranges } = outcome.scenarios[scenario] ?? { values: {}, ranges: {} };
  const certainty = Math.max(outcome.certainty, defaultRate);
  const fixed = Object.entries(ranges)
    .filter(([column]) => column !== outcome.solved)
    .map(([column, [from, to]]) => intervalOf(reference, column, from, to));
  const eligible = holdsIn(reference, values, fixed);
  const wanted = Math.round(((defaultRate * outcome.rule_share) / certainty) * reference.count);
  const [, to] = ranges[outcome.solved] ?? [0, 1];
  const solved = solvedInterval(reference, outcome.solved, to, eligible, wanted);
  const intervals = [...fixed, solved];
  const inRule = holdsIn(reference, values, intervals);
  const scale = noiseScale(reference, outcome);
  const held = inRule.reduce((sum, value) => sum + value, 0);
  const left = reference.count - held;
  const rest = left === 0 ? 0 : (defaultRate * reference.count - certainty * held) / left;
  const scores = scoresOf(reference, scale);
  const intercept = solveIntercept(
    scores.filter((_, row) => inRule[row] === 0),
    rest,
  );
  const certain = defaultRate === 0 ? 0 : certainty;
  return {
    rule: {
      scenario,
      defaultRate,
      where: values,
      within: Object.fromEntries(intervals.map(({ column, low, high }) => [column, [finite(low), finite(high)]])),
      certainty: certain,
    },
    draw(rows, stream) {
      const ruled = holdsIn(rows, values, intervals);
      const noise = scoresOf(rows, scale);
      return ruled.map((holds, row) => {
        const probability = holds === 1 ? certain : sigmoid((noise[row] ?? 0) + intercept);
        return stream.uniform() < probability ? 1 : 0;
      });
    },
  };
}

/** The range from one quantile to another; its ends are open where they are the column's own. */
function intervalOf(rows: RowDraw, column: string, from: number, to: number): Interval {
  const sorted = rows.numbers(column).values.toSorted();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return {
    column,
    low: from === 0 ? Number.NEGATIVE_INFINITY : at(from),
    high: to === 1 ? Number.POSITIVE_INFINITY : at(to),
  };
}

function solvedInterval(rows: RowDraw, column: string, to: number, eligible: Uint8Array, wanted: number): Interval {
  const whole = intervalOf(rows, column, 0, to);
  const { values } = rows.numbers(column);
  const candidates = values
    .filter((value, row) => eligible[row] === 1 && value <= whole.high)
    .toSorted()
    .toReversed();
  if (wanted <= 0) return { ...whole, low: Number.POSITIVE_INFINITY };
  if (wanted >= candidates.length) return whole;
  return { ...whole, low: candidates[wanted - 1] ?? 0 };
}

function holdsIn(rows: RowDraw, values: Readonly<Record<string, string>>, intervals: readonly Interval[]): Uint8Array {
  const holds = new Uint8Array(rows.count).fill(1);
  for (const [column, text] of Object.entries(values)) {
    for (const [row, value] of rows.is(column, text).entries()) holds[row] = (holds[row] ?? 0) & value;
  }
  for (const { column, low, high } of intervals) {
    for (const [row, value] of rows.numbers(column).values.entries()) if (value < low || value > high) holds[row] = 0;
  }
  return holds;
}

interface NoiseTerm {
  readonly column: string;
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

/** A term beyond this many standard deviations counts no more: one huge amount does not decide alone. */
const FARTHEST = 3;

function noiseScale(rows: RowDraw, { noise }: OutcomeRule): readonly NoiseTerm[] {
  return Object.entries(noise).map(([column, weight]) => {
    const { values } = rows.numbers(column);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { column, weight, mean, deviation: Math.sqrt(variance) || 1 };
  });
}

/** Log odds of the noise, up to the intercept; a value that is null counts as average. */
function scoresOf(rows: RowDraw, terms: readonly NoiseTerm[]): Float64Array {
  const scores = new Float64Array(rows.count);
  for (const { column, weight, mean, deviation } of terms) {
    const mask = rows.mask(column);
    for (const [row, value] of rows.numbers(column).values.entries()) {
      if (mask !== undefined && mask[row] === 0) continue;
      const distance = Math.min(Math.max((value - mean) / deviation, -FARTHEST), FARTHEST);
      scores[row] = (scores[row] ?? 0) + weight * distance;
    }
  }
  return scores;
}

/** JSON knows no infinities: an open end is null. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
