import type { MetricEntry } from "../../entries/entry.ts";
import { wandbJson } from "../../entries/spool-json.ts";

type SummaryKind = NonNullable<MetricEntry["summary"]>[number];

/**
 * A run's summary: the last value of each metric, or what the metric's definition asks for (`{"min": …, "max": …}`). It
 * remembers which values changed since they were last written.
 */
export class SummaryValues {
  /** By path of keys, joined: the path and the value as JSON. */
  readonly #changed = new Map<string, readonly [path: readonly string[], json: string]>();
  readonly #aggregates = new Map<string, Map<string, number>>();
  readonly #counts = new Map<string, number>();

  set(path: readonly string[], value: unknown): void {
    this.#changed.set(path.join("\0"), [path, wandbJson(value)]);
  }

  /** A value of a row. */
  observe(key: string, value: unknown, metric: MetricEntry | undefined): void {
    const kinds = metric?.summary ?? [];
    if (kinds.includes("none")) return;
    if (kinds.length === 0 || kinds.includes("copy") || typeof value !== "number") {
      this.set([key], value);
      return;
    }
    const aggregate = this.#aggregates.get(key) ?? new Map<string, number>();
    this.#aggregates.set(key, aggregate);
    const count = (this.#counts.get(key) ?? 0) + (Number.isNaN(value) ? 0 : 1);
    this.#counts.set(key, count);
    for (const kind of kinds) this.#fold(aggregate, kind, value, count, metric);
    this.set([key], Object.fromEntries(aggregate));
  }

  /** Values as JSON that changed since the last call. */
  takeChanged(): readonly (readonly [path: readonly string[], json: string])[] {
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    return changed;
  }

  /** NaN takes no part in extremes and means. */
  #fold(
    aggregate: Map<string, number>,
    kind: SummaryKind,
    value: number,
    count: number,
    metric: MetricEntry | undefined,
  ): void {
    const known = aggregate.get(kind);
    if (kind === "last") aggregate.set(kind, value);
    if (kind === "first" && known === undefined) aggregate.set(kind, value);
    if (Number.isNaN(value)) return;
    if (kind === "min") aggregate.set(kind, Math.min(known ?? value, value));
    if (kind === "max") aggregate.set(kind, Math.max(known ?? value, value));
    if (kind === "mean") aggregate.set(kind, (known ?? 0) + (value - (known ?? 0)) / count);
    if (kind === "best") {
      const better = metric?.goal === "maximize" ? Math.max : Math.min;
      aggregate.set(kind, better(known ?? value, value));
    }
  }
}
