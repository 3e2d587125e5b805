import { MlopsError } from "@mlops/core";

import type { Chart, ChartOptions } from "../chart/chart.ts";
import { draw, NARROW } from "../chart/draw.ts";
import { seriesBounding } from "../chart/named-colours.ts";
import { plainLabels } from "../chart/plain-label.ts";
import { heat, ink, onFill } from "../chart/theme.ts";

export interface ConfusionData {
  readonly classes: readonly (string | number | boolean)[];
  /** `counts[t][p]`: rows (or their weight) of true class t that were predicted as p. */
  readonly counts: readonly (readonly number[])[];
}

/** Classes that still leave room for their counts; the rarest are shown together. */
const MOST_CLASSES = 12;

/**
 * Confusion matrix: colour is the share of the true class, the number is the count.
 *
 * @throws MlopsError REPORT_DATA_INVALID where the matrix is not square.
 */
export async function confusionChart(data: ConfusionData, { title }: ChartOptions): Promise<Chart> {
  assertSquare(data, title);
  const { classes, counts } = mergeRare(data);
  const labels = plainLabels(classes.map(String), 16);
  const largest = Math.max(0, ...counts.flat());
  const values = counts.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => ({
      truth: labels[truth],
      predicted: labels[predicted],
      count,
      share: total === 0 ? 0 : count / total,
    }));
  });
  const domain = [...labels];
  return draw({
    ...NARROW,
    title,
    description: `Rows by true class (down) and predicted class (across), ${data.classes.length} classes. A stronger colour is a larger share of the true class.`,
    bounding:
      seriesBounding(
        Math.min(data.classes.length, MOST_CLASSES - 1),
        data.classes.length,
        "classes by support, the rest together",
      )?.replace("first", "largest") ?? null,
    spec: {
      data: { values },
      encoding: {
        x: {
          field: "predicted",
          type: "ordinal",
          title: "predicted",
          scale: { domain },
          axis: { labelAngle: labels.length > 4 ? -40 : 0, ticks: false, domain: false },
        },
        y: {
          field: "truth",
          type: "ordinal",
          title: "truth",
          scale: { domain },
          axis: { ticks: false, domain: false },
        },
      },
      layer: [
        {
          mark: { type: "rect", color: heat },
          encoding: {
            opacity: {
              field: "share",
              type: "quantitative",
              scale: { domain: [0, 1], range: [0.06, 1] },
              legend: null,
            },
          },
        },
        {
          mark: { type: "text", fontSize: labels.length > 6 ? 10 : 13, fontWeight: "bold" },
          encoding: {
            text: {
              field: "count",
              type: "quantitative",
              format: largest >= 100_000 || labels.length > 6 ? ".3~s" : ",.4~r",
            },
            color: { condition: { test: "datum.share > 0.66", value: onFill }, value: ink },
          },
        },
      ],
    },
  });
}

function assertSquare({ classes, counts }: ConfusionData, title: string): void {
  const wrong = counts.findIndex((row) => row.length !== classes.length);
  if (counts.length === classes.length && wrong === -1) return;
  const found = wrong === -1 ? `${counts.length} rows` : `${counts[wrong]?.length ?? 0} counts in row ${wrong}`;
  throw new MlopsError("REPORT_DATA_INVALID", `${title}: the matrix of ${classes.length} classes has ${found}.`, {
    details: { classes: classes.length, rows: counts.length, row: wrong },
  });
}

/** The classes with most rows in their own order, and behind them one that holds all others. */
function mergeRare({ classes, counts }: ConfusionData): ConfusionData {
  if (classes.length <= MOST_CLASSES) return { classes, counts };
  const support = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const kept = [...support.keys()]
    .sort((a, b) => (support[b] ?? 0) - (support[a] ?? 0))
    .slice(0, MOST_CLASSES - 1)
    .sort((a, b) => a - b);
  const places = new Map(kept.map((code, place) => [code, place]));
  const merged = Array.from({ length: MOST_CLASSES }, () => Array.from({ length: MOST_CLASSES }, () => 0));
  for (const [truth, row] of counts.entries()) {
    const into = merged[places.get(truth) ?? kept.length] ?? [];
    for (const [predicted, count] of row.entries()) {
      const place = places.get(predicted) ?? kept.length;
      into[place] = (into[place] ?? 0) + count;
    }
  }
  return { classes: [...kept.map((code) => classes[code] ?? ""), "(other classes)"], counts: merged };
}
