import { areaUnderRoc, rankScores } from "../curves/ranking.ts";
import type { ClassificationOptions } from "../metrics/classification-metric.ts";
import { definedUnlessNaN, type MetricValue } from "../metrics/metric-description.ts";
import { assertOption } from "../series/assert-option.ts";
import type { JudgedRows } from "./judged-rows.ts";

/**
 * Area under the ROC curve for each pair of classes among the rows of the two, averaged; the average `weighted` counts a
 * pair by its share of the rows. As in scikit-learn, classes without true rows are in no pair.
 *
 * D. J. Hand & R. J. Till, A simple generalisation of the area under the ROC curve for multiple class classification
 * problems, Machine Learning 45 (2001).
 *
 * @throws MlopsError EVALUATION_OPTION_INVALID for sample weights and for the average `micro`, which have no meaning here.
 */
export function pairwiseAuc(rows: JudgedRows, { average = "macro" }: ClassificationOptions): MetricValue {
  assertOption(rows.weights === undefined, "weights", "given", "absent for roc_auc of each class against each");
  assertOption(average === "macro" || average === "weighted", "average", average, "macro or weighted");
  const positions = positionsByClass(rows);
  let [sum, total] = [0, 0];
  for (let a = 0; a < positions.length; a++) {
    for (let b = a + 1; b < positions.length; b++) {
      const [ofA, ofB] = [positions[a] ?? new Uint32Array(), positions[b] ?? new Uint32Array()];
      if (ofA.length === 0 || ofB.length === 0) continue;
      const weight = average === "macro" ? 1 : ofA.length + ofB.length;
      const area = (areaBetween(rows, ofA, ofB, a) + areaBetween(rows, ofB, ofA, b)) / 2;
      sum += weight * area;
      total += weight;
    }
  }
  return definedUnlessNaN(sum / total, "class-missing-from-truths", rows.truth.length);
}

/** The area of one class against another by its own probability. */
function areaBetween({ probabilities = [] }: JudgedRows, own: Uint32Array, other: Uint32Array, code: number): number {
  const positive = new Uint8Array(own.length + other.length).fill(1, 0, own.length);
  const scores = new Float64Array(positive.length);
  const column = probabilities[code] ?? new Float64Array();
  for (const [at, row] of own.entries()) scores[at] = column[row] ?? Number.NaN;
  for (const [at, row] of other.entries()) scores[own.length + at] = column[row] ?? Number.NaN;
  return areaUnderRoc(rankScores(positive, scores));
}

function positionsByClass({ classes, truth }: JudgedRows): readonly Uint32Array[] {
  const sizes = new Uint32Array(classes.length);
  for (const code of truth) sizes[code] = (sizes[code] ?? 0) + 1;
  const positions = Array.from(sizes, (size) => new Uint32Array(size));
  const filled = new Uint32Array(classes.length);
  for (let row = 0; row < truth.length; row++) {
    const code = truth[row] ?? 0;
    const at = filled[code] ?? 0;
    const ofClass = positions[code];
    if (ofClass !== undefined) ofClass[at] = row;
    filled[code] = at + 1;
  }
  return positions;
}
