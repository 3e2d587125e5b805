import type { ListItem } from "./list-items.ts";

/** Every metric with its other spellings, direction and range, and when it has no value. */
export async function metricItems(): Promise<readonly ListItem[]> {
  const { metricCatalogue } = await import("@mlops/evaluation");
  return Object.values(metricCatalogue).map((metric) => ({
    name: metric.name,
    aliases: metric.aliases,
    summary: metric.summary,
    task: metric.task,
    better: metric.direction === "maximize" ? "higher" : "lower",
    range: [metric.range.minimum, metric.range.maximum],
    degenerate: metric.degenerate,
    weighted: metric.weighted,
    ...(metric.task === "regression" && { unit: metric.unit }),
    ...(metric.task === "classification" && { needs: metric.needs, variants: Object.keys(metric.variants ?? {}) }),
  }));
}
