import type {
  BlobReference,
  Collection,
  CollectionDefinition,
  ProcessIdentity,
  RunFinish,
  Store,
  StoredDocument,
} from "@mlops/core";

/**
 * How the journal lies in a store. What is committed is inserted once and never changed: `run:<key>`,
 * `attempt:<run>:<step>:<number>`, `step:<run>:<step>`, `finish:<run>:<epoch>`. Of a run's document only the fields of
 * `RunProjection` change: they repeat the newest claim and finish, so that lists need one query.
 *
 * Input, results and errors are JSON texts: their field names are the workflow's, and a store does not take every name.
 */
export interface RunDocument extends StoredDocument, RunProjection {
  readonly runId: string;
  readonly key: string;
  readonly kind: string;
  readonly workflow: string;
  readonly workflowVersion: number;
  readonly input: string;
  readonly inputDigest: string;
  readonly recipeDigest?: string;
  readonly parentRunId?: string;
  /** Whether it has a parent: a flag, so that an index can order the runs that have none. */
  readonly child: boolean;
  readonly at: number;
  readonly startedAt: number;
  readonly recordedAt: number;
  readonly startedBy: ProcessIdentity;
  readonly seed: number;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RunProjection {
  /** `open`: without a finish since its newest claim. */
  readonly state: "open" | RunFinish["status"];
  /** Of the newest claim; absent before the first. */
  readonly epoch?: number;
  readonly finishedAt?: number;
  readonly result?: string;
  readonly error?: string;
  readonly metrics?: Readonly<Record<string, number | null>>;
  readonly reasons?: readonly string[];
}

/** The end of one claim. `superseded`: the claim after it closed it, so that its holder can no longer finish the run. */
export interface FinishDocument extends StoredDocument {
  readonly runId: string;
  readonly epoch: number;
  readonly status: RunFinish["status"] | "superseded";
  readonly recordedAt: number;
  readonly at: number;
  readonly result?: string;
  readonly error?: string;
  readonly metrics?: Readonly<Record<string, number | null>>;
  readonly reasons?: readonly string[];
  readonly reopens?: readonly string[];
}

export interface StepDocument extends StoredDocument {
  readonly runId: string;
  readonly stepKey: string;
  readonly index: number;
  /** How often the step had been reopened when it was committed. */
  readonly generation: number;
  /** Orders the commits of a run. */
  readonly order: number;
  readonly status: "succeeded" | "failed";
  readonly value?: string;
  readonly error?: string;
  readonly attempts: number;
  readonly durationMs: number;
  readonly blobs?: readonly BlobReference[];
  readonly at: number;
  readonly recordedAt: number;
}

export interface AttemptDocument extends StoredDocument {
  readonly runId: string;
  readonly stepKey: string;
  readonly index: number;
  readonly attempt: number;
  readonly previousError?: string;
  readonly at: number;
  readonly recordedAt: number;
}

export interface JournalCollections {
  readonly runs: Collection<RunDocument>;
  readonly finishes: Collection<FinishDocument>;
  readonly steps: Collection<StepDocument>;
  readonly attempts: Collection<AttemptDocument>;
}

const runs: CollectionDefinition = {
  name: "runs",
  instants: ["at", "startedAt", "recordedAt", "finishedAt"],
  indexes: [
    { fields: ["runId"] },
    { fields: ["child", "startedAt"] },
    { fields: ["child", "kind", "startedAt"] },
    { fields: ["child", "state", "startedAt"] },
    { fields: ["child", "kind", "state", "startedAt"] },
  ],
};

const partOfRun = (name: string): CollectionDefinition => ({
  name,
  instants: ["at", "recordedAt"],
  indexes: [{ fields: ["runId"] }],
});

const finishes = partOfRun("run_finishes");
const steps = partOfRun("run_steps");
const attempts = partOfRun("run_attempts");

export const journalCollectionDefinitions: readonly CollectionDefinition[] = [runs, finishes, steps, attempts];

export function journalCollections(store: Store): JournalCollections {
  return {
    runs: store.collection(runs),
    finishes: store.collection(finishes),
    steps: store.collection(steps),
    attempts: store.collection(attempts),
  };
}

export function leaseName(runId: string): string {
  return `run:${runId}`;
}

export function finishId(runId: string, epoch: number): string {
  return `finish:${runId}:${epoch}`;
}

/** A step key holds no tilde, so a reopened step has an id that no other step has. */
export function stepId(runId: string, stepKey: string, generation: number): string {
  return `step:${runId}:${stepKey}${generation === 0 ? "" : `~${generation}`}`;
}
