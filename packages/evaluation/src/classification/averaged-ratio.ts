import type { ClassificationOptions } from "../metrics/classification-metric.ts";
import { defined, type MetricValue, notDefined } from "../metrics/metric-description.ts";
import { positiveCode } from "./class-labels.ts";
import { type ClassCounts, countClasses } from "./confusion-matrix.ts";
import type { JudgedRows } from "./judged-rows.ts";

/** Weight of the rows of one class, or of several together. */
export interface RatioCounts {
  /** Of the class and predicted as it. */
  readonly correct: number;
  readonly actual: number;
  readonly predicted: number;
}

/** A ratio of counts such as precision, undefined where the divisor is 0. */
export interface Ratio {
  readonly of: (counts: RatioCounts) => { readonly part: number; readonly whole: number };
  /** Why the ratio of one class is undefined. */
  readonly undefinedReason: string;
}

/**
 * The ratio of the positive class, or an average over classes. As in scikit-learn an average runs over the classes that
 * occur among truths or predictions, and counts an undefined ratio among them as 0.
 *
 * @throws MlopsError EVALUATION_CLASSES_INVALID where more than two classes have no positive one.
 */
export function averagedRatio(rows: JudgedRows, options: ClassificationOptions, ratio: Ratio): MetricValue {
  const { average = options.positiveClass === undefined && rows.classes.length > 2 ? "weighted" : "binary" } = options;
  const counts = countClasses(rows);
  const n = rows.truth.length;
  switch (average) {
    case "binary":
      return ratioOfClass(counts, positiveCode(rows.classes, options.positiveClass), ratio, n, options.zeroDivision);
    case "micro": {
      const { part, whole } = ratio.of({
        correct: sum(counts.correct),
        actual: counts.total,
        predicted: counts.total,
      });
      return defined(part / whole, n);
    }
    case "macro":
      return defined(
        meanOfClasses(counts, ratio, () => 1, options.zeroDivision),
        n,
      );
    case "weighted":
      return defined(
        meanOfClasses(counts, ratio, (code) => counts.actual[code] ?? 0, options.zeroDivision),
        n,
      );
  }
}

export function ratioOfClass(
  counts: ClassCounts,
  code: number,
  ratio: Ratio,
  n: number,
  zeroDivision?: 0 | 1,
): MetricValue {
  const { part, whole } = ratio.of(countsOf(counts, code));
  if (whole > 0) return defined(part / whole, n);
  return zeroDivision === undefined ? notDefined(ratio.undefinedReason, n) : defined(zeroDivision, n);
}

function meanOfClasses(
  counts: ClassCounts,
  ratio: Ratio,
  weightOf: (code: number) => number,
  zeroDivision: 0 | 1 = 0,
): number {
  let [weighted, total] = [0, 0];
  for (const [code, seen] of counts.seen.entries()) {
    if (seen === 0) continue;
    const { part, whole } = ratio.of(countsOf(counts, code));
    weighted += weightOf(code) * (whole > 0 ? part / whole : zeroDivision);
    total += weightOf(code);
  }
  return weighted / total;
}

function countsOf({ correct, actual, predicted }: ClassCounts, code: number): RatioCounts {
  return { correct: correct[code] ?? 0, actual: actual[code] ?? 0, predicted: predicted[code] ?? 0 };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

export const precisionRatio: Ratio = {
  of: ({ correct, predicted }) => ({ part: correct, whole: predicted }),
  undefinedReason: "class-never-predicted",
};

export const recallRatio: Ratio = {
  of: ({ correct, actual }) => ({ part: correct, whole: actual }),
  undefinedReason: "class-without-rows",
};

/** C. J. van Rijsbergen, Information Retrieval, 1979, chapter 7: recall counts β times as much as precision. */
export function fRatio(beta: number): Ratio {
  const square = beta ** 2;
  return {
    of: ({ correct, actual, predicted }) => ({ part: (1 + square) * correct, whole: square * actual + predicted }),
    undefinedReason: "class-without-rows-never-predicted",
  };
}
