import type { Filter, JsonObject, Query, RunRecord } from "@mlops/core";

import { matches } from "../documents/matches.ts";
import { compareSortKeys, sortKeyOf } from "../documents/document-order.ts";
import { parseFilter } from "../documents/parsed-filter.ts";
import { parseQuery } from "../documents/parsed-query.ts";
import type { RunDocument } from "./journal-documents.ts";
import { metricField, type RunCondition, runConditions, runOrder, type RunQuery } from "./run-conditions.ts";
import { readRun, type RunStatusPorts } from "./run-status.ts";

/** Up to so many runs are simply read; only where there are more is an index worth its making. */
const FEW = 1_000;
const PAGE = 200;

/**
 * The runs of a query in its order, with or without parents.
 *
 * Two ways lead there: reading in the wanted order until enough runs match, or reading all that satisfy the condition
 * that fewest runs satisfy. With `n` runs, `m` of which satisfy it, the first reads about `limit · n / m` documents and
 * the second `m`: the shorter way reads some `√(limit · n)` at most, unless the matches lie at the far end of the order.
 */
export async function searchRuns(
  query: RunQuery,
  child: boolean,
  limit: number,
  ports: RunStatusPorts,
): Promise<readonly RunRecord[]> {
  const { runs } = ports.collections;
  const { filter: ordered, sort } = runOrder(query.sort ?? { order: "desc" });
  const conditions = runConditions(query);
  const within: Filter = { where: { child } };
  const metric = query.sort?.metric;
  // In the order of starts, these need no look at the documents that they leave out.
  const along = metric === undefined ? conditions.filter(({ field }) => field === "kind" || field === "startedAt") : [];
  const base: Filter = { and: [within, ordered, ...along.map(({ filter }) => filter)] };
  const search: Search = { query, limit, ports, base, sort, wanted: { and: [base, ...conditions.map(filterOf)] } };

  const newestFirst = [{ field: "startedAt", order: "desc" }] as const;
  if ((await runs.find({ filter: within, sort: newestFirst, skip: FEW, limit: 1 })).length === 0) {
    return (await readInOrder(search)).found;
  }
  if (metric !== undefined) await runs.ensureIndex(["child", metricField(metric)]);
  const rest = conditions.filter((condition) => !along.includes(condition));
  if (rest.length === 0) return (await readInOrder(search)).found;
  const look = await readInOrder(search, FEW);
  if (look.whole) return look.found;

  for (const { field, listed } of rest) if (!listed) await runs.ensureIndex(["child", field]);
  const fewest = await selective(rest, within, ports);
  // The rarer of what the counts and what the look tell: matches that lie far back are found by their condition.
  const expected = Math.max(
    ((await runs.count(base)) * limit) / Math.max(1, fewest.count),
    (FEW * limit) / Math.max(0.5, look.found.length),
  );
  if (expected < fewest.count) {
    const longer = await readInOrder(search, Math.max(fewest.count, 2 * FEW));
    if (longer.whole) return longer.found;
  }
  return readByCondition(search, { and: [within, fewest.condition.filter] }, fewest.condition);
}

interface Search {
  readonly query: RunQuery;
  readonly limit: number;
  readonly ports: RunStatusPorts;
  /** What the order's index leads through. */
  readonly base: Filter;
  readonly sort: Query["sort"] & {};
  /** All that a document has to satisfy. */
  readonly wanted: Filter;
}

/** Reads in the wanted order; `whole` is false where `most` documents were read and did not suffice. */
async function readInOrder(
  { query, limit, ports, base, sort, wanted }: Search,
  most = Number.POSITIVE_INFINITY,
): Promise<{ readonly found: readonly RunRecord[]; readonly whole: boolean }> {
  if (limit === 0) return { found: [], whole: true };
  const found = new Map<string, RunRecord>();
  const test = parseFilter(wanted);
  for (let skip = 0; skip < most; skip += PAGE) {
    const page = await ports.collections.runs.find({ filter: base, sort, limit: PAGE, skip });
    for (const document of page) {
      if (!matches(test, jsonOf(document))) continue;
      const run = await readRun(document, ports);
      if (query.status === undefined || run.status === query.status) found.set(run.runId, run);
      if (found.size === limit) return { found: [...found.values()], whole: true };
    }
    if (page.length < PAGE) return { found: [...found.values()], whole: true };
  }
  return { found: [...found.values()], whole: false };
}

/** Reads all that satisfy one condition, in its index's order, and sorts what satisfies the others. */
async function readByCondition(
  { query, limit, ports, sort, wanted }: Search,
  filter: Filter,
  { field }: RunCondition,
): Promise<readonly RunRecord[]> {
  const test = parseFilter(wanted);
  const candidates: RunDocument[] = [];
  for await (const document of ports.collections.runs.scan({ filter, sort: [{ field, order: "asc" }] })) {
    if (matches(test, jsonOf(document))) candidates.push(document);
  }
  const found: RunRecord[] = [];
  const order = parseQuery({ sort });
  const keyed = candidates.map((document) => ({ document, key: sortKeyOf(order, jsonOf(document)) }));
  for (const { document } of keyed.toSorted((one, other) => compareSortKeys(order, one.key, other.key))) {
    const run = await readRun(document, ports);
    if (query.status === undefined || run.status === query.status) found.push(run);
    if (found.length === limit) break;
  }
  return found;
}

async function selective(conditions: readonly RunCondition[], within: Filter, ports: RunStatusPorts) {
  const counted = await Promise.all(
    conditions.map(async (condition) => {
      const count = await ports.collections.runs.count({ and: [within, condition.filter] });
      return { condition, count };
    }),
  );
  return counted.reduce((one, other) => (other.count < one.count ? other : one));
}

function filterOf({ filter }: RunCondition): Filter {
  return filter;
}

function jsonOf(document: RunDocument): JsonObject {
  return { ...document, startedBy: { ...document.startedBy } };
}
