import type { Chart } from "../chart/chart.ts";
import { barChart } from "../charts/bar-chart.ts";
import { metricNamed } from "./metric-value.ts";
import type { TargetReport } from "./run-report-data.ts";

/** The first metric of the slices as bars, in the order given; null where no slice has it. */
export async function sliceChart({ slices }: TargetReport): Promise<Chart | null> {
  const name = slices[0]?.metrics[0]?.name;
  if (name === undefined) return null;
  const bars = slices.flatMap(({ column, slice, metrics }) => {
    const metric = metricNamed(metrics, name);
    if (metric === undefined || metric.value === null) return [];
    return [{ label: `${column}: ${slice}`, value: metric.value, ...intervalOf(metric.interval) }];
  });
  if (bars.length === 0) return null;
  return barChart(
    { valueTitle: name, bars },
    { title: `${name} by slice`, description: `${name} for each slice of the rows.`, order: "given" },
  );
}

function intervalOf(interval: { readonly lower: number; readonly upper: number } | undefined) {
  return interval === undefined ? {} : { lower: interval.lower, upper: interval.upper };
}
