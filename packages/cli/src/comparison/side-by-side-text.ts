import type { JsonValue } from "@mlops/core";

import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";
import { instantText } from "../runs/run-text.ts";
import type { ComparedMetric, Difference } from "./side-by-side.ts";

export interface SideBySide {
  readonly metrics: readonly ComparedMetric[];
  readonly differences: readonly Difference[];
}

/** The fields of both as `--json` shows them. */
export function sideBySideFields({ metrics, differences }: SideBySide) {
  return {
    metrics: metrics.map(({ name, better, values, best }) => ({ name, better: better ?? null, values, best })),
    differences: differences.map(({ name, values }) => ({ name, values: values.map((value) => value ?? null) })),
  };
}

/** A column for each thing compared, the best of each metric marked by `*`; differences only where there are any. */
export function sideBySideTables(headings: readonly string[], compared: SideBySide, style: Style): readonly string[] {
  const { metrics, differences } = compared;
  return [
    renderTable(
      ["METRIC", "BETTER", ...headings],
      metrics.map((metric) => metricRow(metric, style)),
      style,
    ),
    ...(differences.length === 0
      ? []
      : [
          renderTable(
            ["DIFFERENT", ...headings],
            differences.map(({ name, values }) => [name, ...values.map((value) => valueText(name, value))]),
            style,
          ),
        ]),
  ];
}

function metricRow({ name, better, values, best }: ComparedMetric, style: Style): string[] {
  const cells = values.map((value, index) => {
    if (value === null) return "–";
    const text = value.toFixed(4);
    return best.includes(index) ? style.green(`${text} *`) : text;
  });
  return [name, better ?? "–", ...cells];
}

function valueText(name: string, value: JsonValue | undefined): string {
  if (value === undefined) return "–";
  if (name === "trainedThrough" && typeof value === "number") return instantText(value);
  if (name === "recipeDigest" && typeof value === "string") return value.slice(0, 12);
  return typeof value === "string" ? value : JSON.stringify(value);
}
