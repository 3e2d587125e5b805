import {
  type Clock,
  digestJson,
  type Journal,
  MlopsError,
  type ProcessIdentity,
  type RunClaim,
  type RunFinish,
  type RunRecord,
  type StepAttempt,
  type StepRecord,
  type StepResult,
} from "@mlops/core";

/** What journals over one memory share: the runs, as a store would keep them. */
export interface JournalMemory {
  readonly runs: Map<string, MemoryRun>;
  readonly idOfKey: Map<string, string>;
}

interface MemoryRun {
  record: RunRecord;
  holder: (ProcessIdentity & { readonly since: number }) | undefined;
  readonly steps: Map<string, StepRecord>;
  readonly attempts: Map<string, number>;
}

export function journalMemory(): JournalMemory {
  return { runs: new Map(), idOfKey: new Map() };
}

/**
 * A journal in this process's memory, for unit tests of workflows. It is **not durable**: it ends with the process, and
 * its claims hold only among the journals over the same `memory`.
 */
export function memoryJournal(options: {
  readonly clock: Clock;
  readonly process?: ProcessIdentity;
  readonly memory?: JournalMemory;
}): Journal {
  const { clock, memory = journalMemory() } = options;
  const holder = options.process ?? { host: "memory", pid: 0, token: "memory", purpose: "a test" };
  return {
    async begin(start) {
      const key = start.key ?? start.runId;
      const existing = memory.runs.get(memory.idOfKey.get(key) ?? "");
      if (existing) return { created: false, run: readRun(existing) };
      const record: RunRecord = {
        ...structuredClone(start),
        key,
        kind: start.kind ?? start.workflow,
        inputDigest: digestJson(start.input),
        status: "running",
        startedAt: clock.wall(),
      };
      const run: MemoryRun = { record, holder: undefined, steps: new Map(), attempts: new Map() };
      memory.runs.set(start.runId, run);
      memory.idOfKey.set(key, start.runId);
      return { created: true, run: structuredClone(record) };
    },
    async get(runId) {
      const run = memory.runs.get(runId);
      return run && readRun(run);
    },
    async claim(runId) {
      const run = memory.runs.get(runId);
      if (!run) throw new MlopsError("RUN_NOT_FOUND", `There is no run ${runId}.`);
      if (run.holder) throw held(runId, run.holder);
      run.holder = { ...holder, since: clock.wall() };
      if (run.record.status === "failed" || run.record.status === "cancelled") run.record = reopened(run.record);
      return memoryClaim(run, clock);
    },
  };
}

function memoryClaim(run: MemoryRun, clock: Clock): RunClaim {
  const mine = run.holder;
  const lost = new AbortController();
  const assertHeld = (): void => {
    if (run.holder === mine) return;
    const error = new MlopsError("LEASE_LOST", `The claim on run ${run.record.runId} was given back.`);
    lost.abort(error);
    throw error;
  };
  return {
    runId: run.record.runId,
    signal: lost.signal,
    async completedSteps() {
      return structuredClone([...run.steps.values()]);
    },
    async beginStep({ stepKey }: StepAttempt) {
      assertHeld();
      const attempt = (run.attempts.get(stepKey) ?? 0) + 1;
      run.attempts.set(stepKey, attempt);
      return attempt;
    },
    async commitStep(result: StepResult) {
      assertHeld();
      const standing = run.steps.get(result.stepKey) ?? { ...structuredClone(result), committedAt: clock.wall() };
      run.steps.set(result.stepKey, standing);
      return structuredClone(standing);
    },
    async finish({ reopens = [], ...finish }: RunFinish) {
      assertHeld();
      for (const stepKey of reopens) run.steps.delete(stepKey);
      run.record = { ...run.record, ...structuredClone(finish), finishedAt: clock.wall() };
      return readRun(run);
    },
    async [Symbol.asyncDispose]() {
      if (run.holder === mine) run.holder = undefined;
    },
  };
}

function readRun({ record, holder }: MemoryRun): RunRecord {
  const interrupted = record.status === "running" && holder === undefined;
  return structuredClone(interrupted ? { ...record, status: "interrupted" } : record);
}

function reopened(record: RunRecord): RunRecord {
  const { finishedAt: _at, result: _result, error: _error, metrics: _metrics, reasons: _reasons, ...open } = record;
  return { ...open, status: "running" };
}

function held(runId: string, { host, pid, since }: ProcessIdentity & { readonly since: number }): MlopsError {
  return new MlopsError("RUN_HELD", `Run ${runId} is being executed by process ${pid} on ${host}.`, {
    details: { runId, host, pid, since },
  });
}
