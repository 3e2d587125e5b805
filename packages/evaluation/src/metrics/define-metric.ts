import { MlopsError } from "@mlops/core";

import { type JudgedRows, predictedCodes } from "../classification/judged-rows.ts";
import type { Series } from "../series/pairs.ts";
import {
  type ClassificationMetric,
  type ClassificationOptions,
  defineClassificationMetric,
} from "./classification-metric.ts";
import type { Metric } from "./metric-catalogue.ts";
import { defineRegressionMetric, type MetricOptions, type RegressionMetric } from "./metric.ts";
import {
  defined,
  type MetricDescription,
  type MetricRange,
  type MetricValue,
  notDefined,
} from "./metric-description.ts";

/** A number, or what a built-in metric answers. A number that is not finite becomes null with the reason `not-finite`. */
export type CustomResult = number | MetricValue;

interface CustomDescription {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly direction: MetricDescription["direction"];
  /** Default: unbounded. */
  readonly range?: MetricRange;
  /** Default: `Null where it is not finite.` */
  readonly degenerate?: string;
  /** Default false. */
  readonly weighted?: boolean;
}

export interface CustomRegressionMetric extends CustomDescription {
  readonly task: "regression";
  /** Default `none`. */
  readonly unit?: RegressionMetric["unit"];
  compute(truth: Series, predicted: Series, options: MetricOptions): CustomResult;
}

export interface CustomClassificationMetric extends CustomDescription {
  readonly task: "classification";
  readonly needs: ClassificationMetric["needs"];
  /** The predicted classes are there in any case; probabilities are where the metric needs them. */
  compute(rows: JudgedRows & { readonly predicted: Int32Array }, options: ClassificationOptions): CustomResult;
}

const namePattern = /^[a-z][a-z0-9_]*$/;

/**
 * A metric of the project's own, in a file beside the recipe:
 *
 * ```ts
 * import { defineMetric } from "@mlops/evaluation";
 *
 * export default defineMetric({
 *   name: "share_over_forecast",
 *   task: "regression",
 *   summary: "Share of points that are forecast too high.",
 *   direction: "minimize",
 *   compute(truth, predicted) {
 *     return Array.from(truth).filter((value, point) => (predicted[point] ?? 0) > value).length / truth.length;
 *   },
 * });
 * ```
 *
 * It is a pure function: equal input gives an equal answer, and it changes none of what it is given.
 *
 * @throws MlopsError EVALUATION_METRIC_INVALID
 */
export function defineMetric(metric: CustomRegressionMetric | CustomClassificationMetric): Metric {
  assertShape(metric);
  const description = {
    name: metric.name,
    aliases: metric.aliases ?? [],
    summary: metric.summary,
    direction: metric.direction,
    range: metric.range ?? { minimum: null, maximum: null },
    degenerate: metric.degenerate ?? "Null where it is not finite.",
    weighted: metric.weighted ?? false,
  };
  return metric.task === "regression"
    ? defineRegressionMetric({
        ...description,
        unit: metric.unit ?? "none",
        compute: (truth, predicted, options) =>
          checked(metric.name, truth.length, () => metric.compute(truth, predicted, options)),
      })
    : defineClassificationMetric({
        ...description,
        needs: metric.needs,
        compute: (rows, options) =>
          checked(metric.name, rows.truth.length, () =>
            metric.compute({ ...rows, predicted: predictedCodes(rows) }, options),
          ),
      });
}

/**
 * The metric that a user's module holds; made by another copy of this package it is one all the same.
 *
 * @param exported the module's export
 * @param file where it was loaded from, for the message
 * @throws MlopsError EVALUATION_METRIC_INVALID
 */
export function customMetric(exported: unknown, file: string): Metric {
  if (typeof exported !== "object" || exported === null) {
    throw invalid(`The export of ${file} is no metric, but ${exported === null ? "null" : typeof exported}.`);
  }
  return defineMetric(exported as CustomRegressionMetric);
}

/** A file of plain JavaScript has had none of this checked by a compiler. */
function assertShape(metric: object): void {
  const fields = metric as Readonly<Record<string, unknown>>;
  const { name } = fields;
  if (typeof name !== "string" || !namePattern.test(name)) {
    throw invalid(`A metric's name is snake_case, got ${JSON.stringify(name)}.`);
  }
  assertOneOf(name, "task", fields["task"], ["regression", "classification"]);
  assertOneOf(name, "direction", fields["direction"], ["maximize", "minimize"]);
  if (fields["task"] === "classification") assertOneOf(name, "needs", fields["needs"], ["labels", "probabilities"]);
  if (typeof fields["compute"] !== "function") throw invalid(`The metric ${name} has no function \`compute\`.`);
}

function assertOneOf(name: string, field: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === "string" && allowed.includes(value)) return;
  throw invalid(`\`${field}\` of the metric ${name} is ${JSON.stringify(value)}, not one of ${allowed.join(", ")}.`);
}

function checked(name: string, n: number, compute: () => unknown): MetricValue {
  let answer: unknown;
  try {
    answer = compute();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MlopsError("EVALUATION_METRIC_INVALID", `The metric ${name} failed on ${n} rows: ${why}`, { cause });
  }
  if (typeof answer === "number") return Number.isFinite(answer) ? defined(answer, n) : notDefined("not-finite", n);
  if (isMetricValue(answer)) return answer;
  const what = answer instanceof Promise ? "a promise" : JSON.stringify(answer);
  throw invalid(`The metric ${name} answered ${what}, neither a number nor a metric value.`);
}

function isMetricValue(answer: unknown): answer is MetricValue {
  if (typeof answer !== "object" || answer === null) return false;
  const { value, reason, n, excluded } = answer as Readonly<Record<string, unknown>>;
  const valueFits = value === null ? typeof reason === "string" : Number.isFinite(value);
  return valueFits && Number.isInteger(n) && Number.isInteger(excluded);
}

function invalid(message: string): MlopsError {
  return new MlopsError("EVALUATION_METRIC_INVALID", message);
}
