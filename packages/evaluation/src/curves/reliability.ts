import { positiveCode } from "../classification/class-labels.ts";
import { type JudgedRows, likeliest } from "../classification/judged-rows.ts";
import type { ClassificationOptions } from "../metrics/classification-metric.ts";
import { assertCount } from "../series/assert-option.ts";
import { quantileOfSorted } from "../series/quantile.ts";
import { isOfClass } from "./ranking.ts";

/** One bin of probabilities that holds rows. Plain JSON. */
export interface ReliabilityBin {
  /** Probabilities in (lower, upper]; the first bin holds `lower` too. */
  readonly lower: number;
  readonly upper: number;
  /** Mean probability given. */
  readonly predicted: number;
  /** Share that came true. */
  readonly observed: number;
  readonly n: number;
  /** Of the rows (or of their weight). */
  readonly share: number;
}

export interface ReliabilityOptions {
  /** Default 10. */
  readonly bins?: number;
  /** `equal-width` (default), or `equal-mass`: edges at quantiles of the probabilities, each row counting once. */
  readonly binning?: "equal-width" | "equal-mass";
}

/**
 * The reliability curve of an event's probabilities: the bins that hold rows, in order. Bins are those of scikit-learn's
 * `calibration_curve` (`uniform`, `quantile`).
 *
 * @param happened 1 where the event came true
 * @param probabilities of the event, in 0 … 1
 * @throws MlopsError EVALUATION_OPTION_INVALID
 */
export function reliabilityCurve(
  happened: Uint8Array,
  probabilities: Float64Array,
  options: ReliabilityOptions = {},
  weights?: Float64Array,
): readonly ReliabilityBin[] {
  const { bins = 10, binning = "equal-width" } = options;
  assertCount(bins, "bins", 1);
  const edges = binning === "equal-width" ? evenEdges(bins) : quantileEdges(probabilities, bins);
  const [count, weight] = [new Float64Array(bins), new Float64Array(bins)];
  const [predicted, observed] = [new Float64Array(bins), new Float64Array(bins)];
  let total = 0;
  for (let row = 0; row < probabilities.length; row++) {
    const probability = probabilities[row] ?? Number.NaN;
    const bin = binOf(probability, edges);
    const w = weights === undefined ? 1 : (weights[row] ?? 0);
    count[bin] = (count[bin] ?? 0) + 1;
    weight[bin] = (weight[bin] ?? 0) + w;
    predicted[bin] = (predicted[bin] ?? 0) + w * probability;
    observed[bin] = (observed[bin] ?? 0) + w * (happened[row] ?? 0);
    total += w;
  }
  return [...weight].flatMap((mass, bin) =>
    mass === 0
      ? []
      : [
          {
            lower: edges[bin] ?? 0,
            upper: edges[bin + 1] ?? 1,
            predicted: (predicted[bin] ?? 0) / mass,
            observed: (observed[bin] ?? 0) / mass,
            n: count[bin] ?? 0,
            share: mass / total,
          },
        ],
  );
}

/** Distance between given and observed probability for each bin that holds rows, with its share of them. */
export function calibrationGaps(
  rows: JudgedRows,
  options: ClassificationOptions,
): readonly { readonly gap: number; readonly share: number }[] {
  const { happened, probabilities } = judgedEvent(rows, options);
  return reliabilityCurve(happened, probabilities, options, rows.weights).map(({ predicted, observed, share }) => ({
    gap: Math.abs(predicted - observed),
    share,
  }));
}

/** The event whose probability is judged: the positive class; of more than two the likeliest being right. */
function judgedEvent(
  { classes, truth, probabilities = [] }: JudgedRows,
  { positiveClass }: ClassificationOptions,
): { readonly happened: Uint8Array; readonly probabilities: Float64Array } {
  if (classes.length === 2 || positiveClass !== undefined) {
    const code = positiveCode(classes, positiveClass);
    return { happened: isOfClass(truth, code), probabilities: probabilities[code] ?? new Float64Array() };
  }
  const { codes, confidence } = likeliest(probabilities, truth.length);
  return { happened: Uint8Array.from(codes, (code, row) => (code === truth[row] ? 1 : 0)), probabilities: confidence };
}

function evenEdges(bins: number): Float64Array {
  const width = 1 / bins;
  return Float64Array.from({ length: bins + 1 }, (_, at) => (at === bins ? 1 : at * width));
}

function quantileEdges(probabilities: Float64Array, bins: number): Float64Array {
  const sorted = probabilities.toSorted();
  return Float64Array.from(evenEdges(bins), (share) => quantileOfSorted(sorted, share));
}

/** The number of inner edges below the value. */
function binOf(value: number, edges: Float64Array): number {
  let [low, high] = [1, edges.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
