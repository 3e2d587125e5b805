import { type Lease, MlopsError, type ProcessIdentity } from "@mlops/core";

import {
  type FinishDocument,
  finishId,
  type JournalCollections,
  leaseName,
  type RunDocument,
  type StepDocument,
} from "./journal-documents.ts";
import { RenewedLease } from "./renewed-lease.ts";
import type { RunStatusPorts } from "./run-status.ts";
import { type ClaimedRun, projectFinish, StoreRunClaim } from "./store-run-claim.ts";

/**
 * Takes a run's lease, closes the claims before it for good, and opens the run again unless it has succeeded.
 *
 * @throws MlopsError RUN_HELD
 */
export async function claimRun(
  document: RunDocument,
  holder: ProcessIdentity,
  ports: RunStatusPorts,
): Promise<StoreRunClaim> {
  const { collections, leases, clock, timeToLive } = ports;
  const { runId } = document;
  const request = { holder: { ...holder, purpose: `${document.kind} ${runId}` }, timeToLive };
  const answer = await leases.acquire(leaseName(runId), request);
  if (!answer.acquired) throw held(runId, answer.heldBy);
  try {
    const claimed = await openRun(document, answer.lease, collections, clock.wall());
    return new StoreRunClaim(claimed, new RenewedLease(answer.lease, leases, request, clock), collections, clock);
  } catch (error) {
    await answer.lease.release();
    throw error;
  }
}

async function openRun(
  document: RunDocument,
  { epoch }: Lease,
  collections: JournalCollections,
  now: number,
): Promise<ClaimedRun> {
  const { runId } = document;
  const finishes = await closeEarlierClaims(document, epoch, collections, now);
  const success = finishes.find(({ status }) => status === "succeeded");
  if (success) await projectFinish(collections, document, success);
  else await reopen(document, epoch, collections);
  const generations = new Map<string, number>();
  for (const stepKey of finishes.flatMap(({ reopens = [] }) => reopens)) {
    generations.set(stepKey, (generations.get(stepKey) ?? 0) + 1);
  }
  const committed = (await collections.steps.find({ filter: { where: { runId } } })).toSorted(byOrder);
  return {
    document,
    steps: committed.filter(({ stepKey, generation }) => generation === (generations.get(stepKey) ?? 0)),
    generations,
    attempts: await newestAttempts(runId, collections),
    nextOrder: (committed.at(-1)?.order ?? 0) + 1,
  };
}

/**
 * Gives every earlier epoch its end. An epoch has one end: once it is `superseded`, its holder, should it still live, is
 * refused when it finishes. All ends that stand, oldest first.
 */
async function closeEarlierClaims(
  { runId, at }: RunDocument,
  epoch: number,
  { finishes }: JournalCollections,
  now: number,
): Promise<readonly FinishDocument[]> {
  const known = new Set((await finishes.find({ filter: { where: { runId } } })).map((finish) => finish.epoch));
  for (let earlier = 1; earlier < epoch; earlier++) {
    if (known.has(earlier)) continue;
    await finishes.insertOnce({
      _id: finishId(runId, earlier),
      runId,
      epoch: earlier,
      status: "superseded",
      at,
      recordedAt: now,
    });
  }
  const standing = await finishes.find({ filter: { where: { runId } } });
  return standing.toSorted((one, other) => one.epoch - other.epoch);
}

async function newestAttempts(runId: string, { attempts }: JournalCollections): Promise<Map<string, number>> {
  const newest = new Map<string, number>();
  for (const { stepKey, attempt } of await attempts.find({
    filter: { where: { runId } },
    fields: ["stepKey", "attempt"],
  })) {
    newest.set(stepKey, Math.max(attempt, newest.get(stepKey) ?? 0));
  }
  return newest;
}

async function reopen({ _id }: RunDocument, epoch: number, { runs }: JournalCollections): Promise<void> {
  await runs.update(_id, {
    set: { state: "open", epoch },
    unset: ["finishedAt", "result", "error", "metrics", "reasons"],
  });
}

function byOrder(one: StepDocument, other: StepDocument): number {
  return one.order - other.order;
}

function held(runId: string, heldBy: ProcessIdentity & { readonly acquiredAt: number }): MlopsError {
  const { host, pid, acquiredAt } = heldBy;
  const since = new Date(acquiredAt).toISOString();
  return new MlopsError("RUN_HELD", `Run ${runId} is being executed by process ${pid} on ${host} since ${since}.`, {
    details: { runId, host, pid, since: acquiredAt },
  });
}
