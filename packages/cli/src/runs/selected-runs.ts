import { MlopsError, type RunRecord } from "@mlops/core";
import { metricBySpelling, metricSpellings } from "@mlops/evaluation";
import type { RunCatalogue, RunOrder, RunQuery } from "@mlops/store";

import { didYouMean } from "../parse/did-you-mean.ts";
import type { GivenOrder } from "./read-condition.ts";

/** Of so many of the newest runs, metrics are offered in place of a misspelt one. */
const OFFERED_FROM = 50;

/** By a metric the best first, by the start the newest first, unless told. */
export function runOrder({ metric, order }: GivenOrder): RunOrder {
  if (metric === undefined) return { order: order ?? "desc" };
  const best = metricBySpelling(metric)?.direction === "minimize" ? "asc" : "desc";
  return { metric, order: order ?? best };
}

/**
 * The runs of a query by metrics.
 *
 * @throws MlopsError INVALID_ARGUMENT where none is found because a metric's name is misspelt
 */
export async function selectedRuns(journal: RunCatalogue, query: RunQuery): Promise<readonly RunRecord[]> {
  const runs = await journal.list(query);
  if (runs.length > 0) return runs;
  const named = [...(query.metrics ?? []).map(({ metric }) => metric), query.sort?.metric];
  for (const metric of new Set(named.filter((name) => name !== undefined))) {
    if (metricBySpelling(metric) === undefined) await assertMeasured(journal, metric);
  }
  return runs;
}

async function assertMeasured(journal: RunCatalogue, metric: string): Promise<void> {
  const having = await journal.list({ sort: { metric, order: "desc" }, includeChildren: true, limit: 1 });
  if (having.length > 0) return;
  const newest = await journal.list({ includeChildren: true, limit: OFFERED_FROM });
  const known = [...new Set(newest.flatMap(({ metrics }) => Object.keys(metrics ?? {})))];
  const guess = didYouMean(metric, known) ?? didYouMean(metric, metricSpellings);
  throw new MlopsError("INVALID_ARGUMENT", `No run has a metric ${JSON.stringify(metric)}.`, {
    hint: guess ?? (known.length === 0 ? "No run has metrics yet." : `The newest runs have ${known.join(", ")}.`),
    details: { metric, known },
  });
}
