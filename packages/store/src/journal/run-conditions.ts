import { type FieldCondition, type Filter, MlopsError, type Query, type RunStatus } from "@mlops/core";

/** `ne` holds only for runs that have the metric. */
export type MetricRelation = "lt" | "lte" | "gt" | "gte" | "eq" | "ne";

export interface MetricCondition {
  readonly metric: string;
  readonly relation: MetricRelation;
  readonly value: number;
}

export interface RunQuery {
  readonly kind?: string;
  readonly status?: RunStatus;
  /** All of these, as they are: `{ recipe: "seoul", station: "108" }`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** All of these. Only finished runs have metrics. */
  readonly metrics?: readonly MetricCondition[];
  /** Instant from which runs were started. */
  readonly since?: number;
  /** Instant before which runs were started. */
  readonly until?: number;
  /** Newest first unless told. */
  readonly sort?: RunOrder;
  /** Default 20. */
  readonly limit?: number;
  readonly includeChildren?: boolean;
}

/** By a metric, runs without it left out; by the start where no metric is named. */
export interface RunOrder {
  readonly metric?: string;
  readonly order: "asc" | "desc";
}

/** What a run's document has to satisfy, and the index that leads to the documents that do. */
export interface RunCondition {
  readonly filter: Filter;
  /** The field that tells them apart, after `child`. */
  readonly field: string;
  /** Whether the journal's definition lists an index over it. */
  readonly listed: boolean;
}

/** Each part of a query on its own. A status that only a look at the run's holder tells is narrowed to the open runs. */
export function runConditions({ kind, status, labels = {}, metrics = [], ...started }: RunQuery): RunCondition[] {
  return [
    ...(kind === undefined ? [] : [listed("kind", { where: { kind } })]),
    ...(status === undefined ? [] : [listed("state", { where: { state: { in: statesOf(status) } } })]),
    ...startedBetween(started),
    ...Object.entries(labels).map(([name, value]): RunCondition => {
      const field = `labels.${fieldName(name, "label")}`;
      return { field, filter: { where: { [field]: value } }, listed: false };
    }),
    ...metrics.map(metricCondition),
  ];
}

/** Also open ones: a process may have been killed between a run's finish and the moment that its document repeats it. */
function statesOf(status: RunStatus): readonly string[] {
  return status === "running" || status === "interrupted" ? ["open"] : [status, "open"];
}

function startedBetween({ since, until }: Pick<RunQuery, "since" | "until">): readonly RunCondition[] {
  if (since === undefined && until === undefined) return [];
  const between = { ...(since !== undefined && { gte: since }), ...(until !== undefined && { lt: until }) };
  return [listed("startedAt", { where: { startedAt: between } })];
}

function metricCondition({ metric, relation, value }: MetricCondition): RunCondition {
  const field = metricField(metric);
  const holds: Filter = { where: { [field]: fieldTest(relation, value) } };
  return { field, filter: relation === "ne" ? { and: [measured(field), holds] } : holds, listed: false };
}

function fieldTest(relation: MetricRelation, value: number): FieldCondition {
  switch (relation) {
    case "eq":
      return { eq: value };
    case "ne":
      return { ne: value };
    case "lt":
      return { lt: value };
    case "lte":
      return { lte: value };
    case "gt":
      return { gt: value };
    case "gte":
      return { gte: value };
  }
}

/** The documents that an order takes in, and their sorting. */
export function runOrder({ metric, order }: RunOrder): { readonly filter: Filter; readonly sort: Query["sort"] & {} } {
  if (metric === undefined) return { filter: { and: [] }, sort: [{ field: "startedAt", order }] };
  const field = metricField(metric);
  return { filter: measured(field), sort: [{ field, order }] };
}

export function metricField(metric: string): string {
  return `metrics.${fieldName(metric, "metric")}`;
}

/** Holds for numbers, neither for a metric that is missing nor for one without a value. */
function measured(field: string): Filter {
  return { where: { [field]: { gte: -Number.MAX_VALUE } } };
}

function listed(field: string, filter: Filter): RunCondition {
  return { field, filter, listed: true };
}

function fieldName(name: string, what: string): string {
  if (name !== "" && !name.includes(".") && !name.startsWith("$") && !name.includes("\0")) return name;
  throw new MlopsError("INVALID_ARGUMENT", `${JSON.stringify(name)} cannot be the name of a ${what}.`, {
    hint: "Names hold neither dots nor a leading $.",
  });
}
