import type { ClassLabel } from "./class-labels.ts";
import { type JudgedRows, predictedCodes } from "./judged-rows.ts";

/** Plain JSON. */
export interface ConfusionMatrix {
  readonly classes: readonly ClassLabel[];
  /** `counts[t][p]`: rows (or their weight) of true class t that were predicted as p. */
  readonly counts: readonly (readonly number[])[];
}

/** What the measures of predicted classes are made of. */
export interface ClassCounts {
  /** Row-major, truth by prediction. */
  readonly cells: Float64Array;
  /** Per class: weight of the rows that are of it and predicted as it, that are of it, that are predicted as it. */
  readonly correct: Float64Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly total: number;
  /** 1 for each class that occurs among truths or predictions. */
  readonly seen: Uint8Array;
}

/** Every class has a row and a column, those that do not occur too. */
export function confusionMatrix(rows: JudgedRows): ConfusionMatrix {
  const { classes } = rows;
  const { cells } = countClasses(rows);
  const width = classes.length;
  return { classes, counts: classes.map((_, code) => [...cells.subarray(code * width, (code + 1) * width)]) };
}

export function countClasses(rows: JudgedRows): ClassCounts {
  const { classes, truth, weights } = rows;
  const predicted = predictedCodes(rows);
  const width = classes.length;
  const cells = new Float64Array(width * width);
  const seen = new Uint8Array(width);
  for (let row = 0; row < truth.length; row++) {
    const [actual, answer] = [truth[row] ?? 0, predicted[row] ?? 0];
    const cell = actual * width + answer;
    cells[cell] = (cells[cell] ?? 0) + (weights === undefined ? 1 : (weights[row] ?? 0));
    seen[actual] = 1;
    seen[answer] = 1;
  }
  return { cells, seen, ...margins(cells, width) };
}

function margins(cells: Float64Array, width: number): Omit<ClassCounts, "cells" | "seen"> {
  const [correct, actual, predicted] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  let total = 0;
  for (let t = 0; t < width; t++) {
    correct[t] = cells[t * width + t] ?? 0;
    for (let p = 0; p < width; p++) {
      const weight = cells[t * width + p] ?? 0;
      actual[t] = (actual[t] ?? 0) + weight;
      predicted[p] = (predicted[p] ?? 0) + weight;
      total += weight;
    }
  }
  return { correct, actual, predicted, total };
}
