import {
  canonicalJson,
  type Clock,
  MlopsError,
  type RunClaim,
  type RunFinish,
  type RunRecord,
  type StepAttempt,
  type StepRecord,
  type StepResult,
} from "@mlops/core";

import {
  type FinishDocument,
  finishId,
  type JournalCollections,
  type RunDocument,
  type StepDocument,
  stepId,
} from "./journal-documents.ts";
import type { RenewedLease } from "./renewed-lease.ts";
import { finishFields, runEnd, runRecord, stepFields, stepRecord } from "./run-record.ts";

/** What a claim found when it began. */
export interface ClaimedRun {
  readonly document: RunDocument;
  /** In order of commit, reopened ones left out. */
  readonly steps: readonly StepDocument[];
  /** How often each step was reopened. */
  readonly generations: ReadonlyMap<string, number>;
  /** The number of the newest attempt at each step. */
  readonly attempts: ReadonlyMap<string, number>;
  /** The next number in the order of commits. */
  readonly nextOrder: number;
}

/** A claim on a run of a store. Every write is preceded by a look whether the lease is still held. */
export class StoreRunClaim implements RunClaim {
  readonly runId: string;
  readonly #claimed: ClaimedRun;
  readonly #lease: RenewedLease;
  readonly #collections: JournalCollections;
  readonly #clock: Clock;
  readonly #attempts: Map<string, number>;
  #order: number;

  constructor(claimed: ClaimedRun, lease: RenewedLease, collections: JournalCollections, clock: Clock) {
    this.runId = claimed.document.runId;
    this.#claimed = claimed;
    this.#lease = lease;
    this.#collections = collections;
    this.#clock = clock;
    this.#attempts = new Map(claimed.attempts);
    this.#order = claimed.nextOrder;
  }

  get signal(): AbortSignal {
    return this.#lease.signal;
  }

  async completedSteps(): Promise<readonly StepRecord[]> {
    return this.#claimed.steps.map(stepRecord);
  }

  async beginStep({ stepKey, index, previousError }: StepAttempt): Promise<number> {
    await this.#lease.assertHeld();
    for (let attempt = (this.#attempts.get(stepKey) ?? 0) + 1; ; attempt++) {
      const { inserted } = await this.#collections.attempts.insertOnce({
        _id: `attempt:${this.runId}:${stepKey}:${attempt}`,
        runId: this.runId,
        stepKey,
        index,
        attempt,
        ...(previousError && { previousError: canonicalJson(previousError) }),
        ...this.#instants(),
      });
      if (!inserted) continue;
      this.#attempts.set(stepKey, attempt);
      return attempt;
    }
  }

  async commitStep(result: StepResult): Promise<StepRecord> {
    const { stepKey, index } = result;
    const generation = this.#claimed.generations.get(stepKey) ?? 0;
    await this.#lease.assertHeld();
    const { document } = await this.#collections.steps.insertOnce({
      _id: stepId(this.runId, stepKey, generation),
      runId: this.runId,
      stepKey,
      index,
      generation,
      order: this.#order++,
      ...stepFields(result),
      ...this.#instants(),
    });
    return stepRecord(document);
  }

  async finish(finish: RunFinish): Promise<RunRecord> {
    await this.#lease.assertHeld();
    const { epoch } = this.#lease;
    const { document } = await this.#collections.finishes.insertOnce({
      _id: finishId(this.runId, epoch),
      runId: this.runId,
      epoch,
      status: finish.status,
      ...finishFields(finish),
      ...this.#instants(),
    });
    if (document.status === "superseded") throw superseded(document);
    await projectFinish(this.#collections, this.#claimed.document, document);
    return runRecord(this.#claimed.document, document.status, runEnd(document));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lease.release();
  }

  #instants(): { readonly at: number; readonly recordedAt: number } {
    return { at: this.#claimed.document.at, recordedAt: this.#clock.wall() };
  }
}

/** Repeats a finish in the run's document, unless a later claim has reopened the run. */
export async function projectFinish(
  { runs }: JournalCollections,
  { _id }: RunDocument,
  finish: FinishDocument,
): Promise<void> {
  const { epoch, status } = finish;
  await runs.findAndUpdate(
    { filter: { and: [{ where: { _id } }, { or: [notClaimed, { where: { epoch: { lte: epoch } } }] }] } },
    { set: { state: status, epoch, ...definedValues(runEnd(finish)) } },
  );
}

const notClaimed = { where: { epoch: { exists: false } } } as const;

/** The end's fields as plain JSON values for a change. */
function definedValues({ finishedAt = 0, result, error, metrics, reasons }: ReturnType<typeof runEnd>) {
  return {
    finishedAt,
    ...(result !== undefined && { result }),
    ...(error !== undefined && { error }),
    ...(metrics && { metrics }),
    ...(reasons && { reasons }),
  };
}

function superseded({ runId, epoch }: FinishDocument): MlopsError {
  return new MlopsError("LEASE_LOST", `Another process took over run ${runId} from claim ${epoch}.`, {
    details: { runId, epoch },
  });
}
