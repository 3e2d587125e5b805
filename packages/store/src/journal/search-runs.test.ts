import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { currentProcess } from "../leases/process-identity.ts";
import { temporaryHome, type TemporaryHome } from "./fixtures/temporary-home.ts";
import { journalCollections, type RunDocument } from "./journal-documents.ts";
import type { RunQuery } from "./run-conditions.ts";
import { openJournal } from "./store-journal.ts";

const RUNS = 1_500;
const epoch = Date.UTC(2026, 0, 1);
const states = ["succeeded", "failed", "cancelled", "open"] as const;
const documents = Array.from({ length: RUNS }, (_, n) => run(n));
let home: TemporaryHome;
let journal: ReturnType<typeof openJournal>;

beforeAll(async () => {
  home = await temporaryHome();
  journal = openJournal({ store: home.store, clock: home.clock, process: currentProcess("test") });
  await journalCollections(home.store).runs.insertManyOnce(documents);
});
afterAll(() => home[Symbol.asyncDispose]());

function run(n: number): RunDocument {
  const random = (multiplier: number): number => ((n * multiplier + 12_345) % 1_009) / 1_009;
  const state = states[n % 17 === 0 ? 3 : n % 3] ?? "open";
  // What is rare lies where reading newest first finds it last.
  const rare = n < 40 ? { rare: n % 5 } : {};
  const metrics = { mae: Math.round(random(7_919) * 50) / 10, r2: n % 7 === 0 ? null : random(104_729), ...rare };
  return {
    _id: `run:k${String(n).padStart(6, "0")}`,
    runId: `r${n}`,
    key: `k${String(n).padStart(6, "0")}`,
    kind: n % 4 === 0 ? "train" : "realtime",
    workflow: "weekly",
    workflowVersion: 1,
    input: "{}",
    inputDigest: "",
    child: n % 10 === 9,
    at: epoch,
    startedAt: epoch + n * 60_000,
    recordedAt: epoch + n * 60_000,
    startedBy: { host: "elsewhere", pid: 1, token: "t", purpose: "test" },
    seed: 1,
    labels: { station: n % 100 === 3 ? "JFK" : "108" },
    state,
    epoch: 1,
    ...(state !== "open" && { finishedAt: epoch + n * 60_000 + 5, metrics }),
  };
}

/** What a query means, by a look at every run. */
function expected(query: RunQuery): readonly string[] {
  const { kind, status, labels = {}, metrics = [], since, until, sort, limit = 20, includeChildren } = query;
  const relations = {
    lt: (a: number, b: number) => a < b,
    lte: (a: number, b: number) => a <= b,
    gt: (a: number, b: number) => a > b,
    gte: (a: number, b: number) => a >= b,
    eq: (a: number, b: number) => a === b,
    ne: (a: number, b: number) => a !== b,
  };
  const valueOf = (document: RunDocument, name: string): number | null => document.metrics?.[name] ?? null;
  const placeOf = (document: RunDocument): number =>
    sort?.metric === undefined ? document.startedAt : (valueOf(document, sort.metric) ?? Number.NaN);
  const chosen = documents.filter(
    (document) =>
      (includeChildren || !document.child) &&
      (kind === undefined || document.kind === kind) &&
      (status === undefined || document.state === (status === "interrupted" ? "open" : status)) &&
      Object.entries(labels).every(([name, value]) => document.labels?.[name] === value) &&
      metrics.every(({ metric, relation, value }) => {
        const measured = valueOf(document, metric);
        return measured !== null && relations[relation](measured, value);
      }) &&
      (since === undefined || document.startedAt >= since) &&
      (until === undefined || document.startedAt < until) &&
      !Number.isNaN(placeOf(document)),
  );
  const sign = sort?.order === "asc" ? 1 : -1;
  return chosen
    .toSorted((a, b) => sign * (placeOf(a) - placeOf(b)) || (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ runId }) => runId);
}

async function listed(query: RunQuery): Promise<readonly string[]> {
  return (await journal.list(query)).map(({ runId }) => runId);
}

const metric = fc.constantFrom("mae", "r2", "rare", "absent");
const instants = fc.integer({ min: 0, max: RUNS }).map((n) => epoch + n * 60_000);
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const queries = fc
  .record({
    kind: optional(fc.constantFrom("train", "realtime", "none")),
    status: optional(fc.constantFrom("succeeded", "failed", "cancelled", "interrupted", "running")),
    labels: optional(fc.record({ station: fc.constantFrom("JFK", "108", "none") })),
    metrics: optional(
      fc.array(
        fc.record({
          metric,
          relation: fc.constantFrom("lt", "lte", "gt", "gte", "eq", "ne"),
          value: fc.constantFrom(-1, 0, 0.02, 0.1, 0.5, 0.98, 1.5, 3, 4.9),
        }),
        { maxLength: 3 },
      ),
    ),
    since: optional(instants),
    until: optional(instants),
    sort: optional(
      fc.record({ metric, order: fc.constantFrom("asc", "desc") }).map(({ metric: name, order }) => {
        return name === "absent" ? { order } : { metric: name, order };
      }),
    ),
    limit: optional(fc.constantFrom(1, 7, 50, 2_000)),
    includeChildren: optional(fc.boolean()),
  })
  .map((query) => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as RunQuery);

describe("a list by conditions and order", () => {
  it("holds what a look at every run finds", async () => {
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        expect(await listed(query)).toEqual(expected(query));
      }),
      { numRuns: 60 },
    );
  });

  it("finds what few runs satisfy, however far back", async () => {
    const query: RunQuery = { metrics: [{ metric: "rare", relation: "gte", value: 3 }], limit: 5 };
    expect(await listed(query)).toEqual(expected(query));
    expect(await listed(query)).toHaveLength(5);
  });

  it("refuses names that no document can have", async () => {
    const metrics = [{ metric: "a.b", relation: "gt", value: 1 }] as const;
    await expect(journal.list({ metrics })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(journal.list({ sort: { metric: "", order: "asc" } })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});
