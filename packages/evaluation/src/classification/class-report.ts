import { defined, type MetricValue } from "../metrics/metric-description.ts";
import { fRatio, precisionRatio, ratioOfClass, recallRatio } from "./averaged-ratio.ts";
import type { ClassLabel } from "./class-labels.ts";
import { countClasses } from "./confusion-matrix.ts";
import type { JudgedRows } from "./judged-rows.ts";

/**
 * Precision, recall, F1 and support of each class under the documented names: `class_yes_precision`, `class_yes_recall`,
 * `class_yes_f1`, `class_yes_support`. Support is the number (or weight) of true rows.
 */
export function classReport(rows: JudgedRows): Readonly<Record<string, MetricValue>> {
  const counts = countClasses(rows);
  const n = rows.truth.length;
  return Object.fromEntries(
    classNames(rows.classes).flatMap((name, code) => [
      [`class_${name}_precision`, ratioOfClass(counts, code, precisionRatio, n)],
      [`class_${name}_recall`, ratioOfClass(counts, code, recallRatio, n)],
      [`class_${name}_f1`, ratioOfClass(counts, code, fRatio(1), n)],
      [`class_${name}_support`, defined(counts.actual[code] ?? 0, n)],
    ]),
  );
}

/** Metric names hold no white space: it becomes `_`, unless two classes would then share a name. */
function classNames(classes: readonly ClassLabel[]): readonly string[] {
  const names = classes.map(String);
  const joined = names.map((name) => name.replaceAll(/\s+/gu, "_"));
  return new Set(joined).size === joined.length ? joined : names;
}
