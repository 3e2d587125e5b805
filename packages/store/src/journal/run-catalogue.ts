import { MlopsError, type Query, type RunRecord, type RunStatus, type StepError } from "@mlops/core";

import { type AttemptDocument, type RunDocument, type StepDocument } from "./journal-documents.ts";
import type { RunOrder, RunQuery } from "./run-conditions.ts";
import { parseError, present } from "./run-record.ts";
import { readRun, type RunStatusPorts } from "./run-status.ts";
import { searchRuns } from "./search-runs.ts";

/** Runs for people: lists, look-ups, steps. */
export interface RunCatalogue {
  /** Newest first unless told. Runs that belong to another run are left out unless asked for. */
  list(query?: RunQuery): Promise<readonly RunRecord[]>;
  get(runId: string): Promise<RunRecord | undefined>;
  /** In the order in which the workflow asked for them; of a step that was executed again, its newest state. */
  steps(runId: string): Promise<readonly RunStepView[]>;
  /** `latest` is the newest run without a parent. @throws MlopsError RUN_NOT_FOUND */
  resolveRunId(reference: string): Promise<string>;
}

export interface RunStepView {
  readonly stepKey: string;
  readonly index: number;
  /** A step that was begun and not committed is `running` with its run, otherwise `interrupted`. */
  readonly status: "succeeded" | "failed" | "running" | "interrupted";
  readonly attempts: number;
  /** Machine time of the first attempt. */
  readonly startedAt: number;
  readonly committedAt?: number;
  readonly durationMs?: number;
  /** Why it failed; of a step that goes on or went well, why its last failed attempt did. */
  readonly error?: StepError;
}

const DEFAULT_LIMIT = 20;
const newestFirst = [{ field: "startedAt", order: "desc" }] as const;

export function runCatalogue(ports: RunStatusPorts): RunCatalogue {
  const { runs, steps, attempts } = ports.collections;
  const get = async (runId: string): Promise<RunRecord | undefined> => {
    const document = await findRun(runId, ports);
    return document && readRun(document, ports);
  };
  return {
    get,
    async list(query = {}) {
      const limit = query.limit ?? DEFAULT_LIMIT;
      const families = await Promise.all(
        (query.includeChildren ? [false, true] : [false]).map((child) =>
          needsSearch(query) ? searchRuns(query, child, limit, ports) : listFamily(query, child, limit, ports),
        ),
      );
      return families
        .flat()
        .toSorted((one, other) => compareInOrder(one, other, query.sort))
        .slice(0, limit);
    },
    async steps(runId) {
      const run = await get(runId);
      if (!run) throw notFound(runId);
      const filter = { where: { runId } };
      return stepViews(run.status, await attempts.find({ filter }), await steps.find({ filter }));
    },
    async resolveRunId(reference) {
      if (reference !== "latest") {
        if (await findRun(reference, ports)) return reference;
        throw notFound(reference);
      }
      const [newest] = await runs.find({ filter: { where: { child: false } }, sort: newestFirst, limit: 1 });
      if (newest) return newest.runId;
      throw new MlopsError("RUN_NOT_FOUND", "There is no run yet.", { hint: "Start one: mlops realtime" });
    },
  };
}

export async function findRun(runId: string, { collections }: RunStatusPorts): Promise<RunDocument | undefined> {
  const [document] = await collections.runs.find({ filter: { where: { runId } }, limit: 1 });
  return document;
}

export function notFound(runId: string): MlopsError {
  return new MlopsError("RUN_NOT_FOUND", `There is no run ${runId}.`, { details: { runId } });
}

/** The newest runs with or without parents; each state is read in its index's order. */
async function listFamily(
  query: RunQuery,
  child: boolean,
  limit: number,
  ports: RunStatusPorts,
): Promise<readonly RunRecord[]> {
  const { kind, status, since, until } = query;
  const started = { ...(since !== undefined && { gte: since }), ...(until !== undefined && { lt: until }) };
  const where = {
    child,
    ...(kind !== undefined && { kind }),
    ...((since !== undefined || until !== undefined) && { startedAt: started }),
  };
  if (status === undefined) return takeRuns({ where }, undefined, limit, ports);
  const open = { where: { ...where, state: "open" } };
  if (status === "running" || status === "interrupted") return takeRuns(open, status, limit, ports);
  const finished = await takeRuns({ where: { ...where, state: status } }, status, limit, ports);
  // A process may have been killed between its finish and the moment that the run's document repeats it.
  const oldest = finished.length < limit ? 0 : (finished.at(-1)?.startedAt ?? 0);
  const recent = { where: { ...open.where, startedAt: { ...started, gte: Math.max(oldest, since ?? 0) } } };
  return [...finished, ...(await takeRuns(recent, status, limit, ports))];
}

async function takeRuns(
  filter: NonNullable<Query["filter"]>,
  status: RunStatus | undefined,
  limit: number,
  ports: RunStatusPorts,
): Promise<readonly RunRecord[]> {
  const taken: RunRecord[] = [];
  const { runs } = ports.collections;
  for (let skip = 0; taken.length < limit; skip += limit) {
    const page = await runs.find({ filter, sort: newestFirst, limit, skip });
    for (const document of page) {
      const run = await readRun(document, ports);
      if (status === undefined || run.status === status) taken.push(run);
    }
    if (page.length < limit) break;
  }
  return taken.slice(0, limit);
}

/** Whether more is asked than the indexes that the definition lists answer in order. */
function needsSearch({ labels = {}, metrics = [], sort }: RunQuery): boolean {
  return Object.keys(labels).length > 0 || metrics.length > 0 || sort?.metric !== undefined || sort?.order === "asc";
}

/** As the store orders them, over runs with and without parents. */
function compareInOrder(one: RunRecord, other: RunRecord, { metric, order }: RunOrder = { order: "desc" }): number {
  const placeOf = (run: RunRecord): number => (metric === undefined ? run.startedAt : (run.metrics?.[metric] ?? 0));
  const ascending = placeOf(one) - placeOf(other);
  return (order === "asc" ? ascending : -ascending) || (one.key < other.key ? -1 : 1);
}

function stepViews(
  run: RunStatus,
  attempts: readonly AttemptDocument[],
  commits: readonly StepDocument[],
): readonly RunStepView[] {
  const attemptsOf = Map.groupBy(attempts, ({ stepKey }) => stepKey);
  const commitsOf = Map.groupBy(commits, ({ stepKey }) => stepKey);
  const views = Array.from(attemptsOf, ([stepKey, begun]) => stepView(run, stepKey, begun, commitsOf.get(stepKey)));
  return views.toSorted((one, other) => one.index - other.index || one.startedAt - other.startedAt);
}

function stepView(
  run: RunStatus,
  stepKey: string,
  begun: readonly AttemptDocument[],
  commits: readonly StepDocument[] = [],
): RunStepView {
  const ordered = begun.toSorted((one, other) => one.attempt - other.attempt);
  const last = ordered.at(-1);
  const commit = commits.toSorted((one, other) => one.generation - other.generation).at(-1);
  const common = { stepKey, index: last?.index ?? 0, startedAt: ordered[0]?.recordedAt ?? 0 };
  const attempts = last?.attempt ?? 0;
  const lastFailure = ordered.findLast(({ previousError }) => previousError !== undefined)?.previousError;
  if (!commit || commit.attempts < attempts) {
    const status = run === "running" ? "running" : "interrupted";
    return { ...common, attempts, status, ...present({ error: parseError(lastFailure) }) };
  }
  const { status, durationMs, recordedAt, error } = commit;
  return {
    ...common,
    attempts,
    status,
    durationMs,
    committedAt: recordedAt,
    ...present({ error: parseError(error ?? lastFailure) }),
  };
}
