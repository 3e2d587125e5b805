import type { MetricCondition, MetricRelation, RunOrder } from "@mlops/store";

import { invalid } from "../options/option.ts";

const CONDITION = /^\s*([^\s<>=!:]+)\s*(<=|>=|==|!=|<|>|=)\s*(\S+)\s*$/;
const ORDER = /^([^:]+?)(?::(asc|desc))?$/;
const relations: Readonly<Record<string, MetricRelation>> = {
  "<": "lt",
  "<=": "lte",
  ">": "gt",
  ">=": "gte",
  "=": "eq",
  "==": "eq",
  "!=": "ne",
};

/** What `--sort` says; without `order` the best come first, as the metric's direction has it. */
export interface GivenOrder {
  readonly metric?: string;
  readonly order?: RunOrder["order"];
}

/** `roc_auc >= 0.8`. @throws MlopsError INVALID_ARGUMENT */
export function readCondition(given: string, flag: string): MetricCondition {
  const [, metric = "", sign = "", number = ""] = CONDITION.exec(given) ?? [];
  const relation = relations[sign];
  if (relation === undefined) throw invalid(flag, given, "a condition such as `roc_auc >= 0.8` is needed");
  const value = Number(number);
  if (!Number.isFinite(value)) throw invalid(flag, given, `${JSON.stringify(number)} is not a number`);
  return { metric: metricName(metric, flag, given), relation, value };
}

/** `roc_auc`, `mae:asc`, `started:asc`. @throws MlopsError INVALID_ARGUMENT */
export function readOrder(given: string, flag: string): GivenOrder {
  const [, name, order] = ORDER.exec(given.trim()) ?? [];
  if (name === undefined || (order !== undefined && order !== "asc" && order !== "desc")) {
    throw invalid(flag, given, "METRIC, METRIC:asc, METRIC:desc, started:asc or started:desc is needed");
  }
  const metric = name === "started" ? {} : { metric: metricName(name, flag, given) };
  return { ...metric, ...(order !== undefined && { order }) };
}

function metricName(name: string, flag: string, given: string): string {
  if (!/[.\0]|^\$/.test(name)) return name;
  throw invalid(flag, given, `${JSON.stringify(name)} is no metric's name, which holds neither dots nor a leading $`);
}
