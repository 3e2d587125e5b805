import {
  canonicalJson,
  type Clock,
  digestJson,
  type Journal,
  MlopsError,
  type ProcessIdentity,
  type RunStart,
  type Store,
} from "@mlops/core";

import { isProcessGone } from "../leases/process-identity.ts";
import { claimRun } from "./claim-run.ts";
import { journalCollections, type RunDocument } from "./journal-documents.ts";
import { findRun, notFound, runCatalogue, type RunCatalogue } from "./run-catalogue.ts";
import { runRecord } from "./run-record.ts";
import { readRun, type RunStatusPorts } from "./run-status.ts";

export interface OpenJournalOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Which process begins and claims runs: `currentProcess(purpose)`. */
  readonly process: ProcessIdentity;
  /** Whether a process is known to be dead; by default what this machine knows of its own processes. */
  readonly isGone?: (identity: ProcessIdentity) => boolean;
  /**
   * Milliseconds that a claim lives without renewal: how long a run of a dead process on another host stays taken.
   * Default 60,000; renewed at a third of it.
   */
  readonly timeToLive?: number;
}

const TIME_TO_LIVE = 60_000;
const LONGEST_KEY = 500;

/** The journal and the catalogue of the runs in a store. Opening reads and writes nothing. */
export function openJournal(options: OpenJournalOptions): Journal & RunCatalogue {
  const { store, clock } = options;
  const ports: RunStatusPorts = {
    collections: journalCollections(store),
    leases: store.leases,
    clock,
    isGone: options.isGone ?? isProcessGone,
    timeToLive: options.timeToLive ?? TIME_TO_LIVE,
  };
  return {
    ...runCatalogue(ports),
    async begin(start) {
      const document = runDocument(start, options.process, clock.wall());
      const answer = await ports.collections.runs.insertOnce(document);
      const run = answer.inserted ? runRecord(document, "running") : await readRun(answer.document, ports);
      return { created: answer.inserted, run };
    },
    async claim(runId) {
      const document = await findRun(runId, ports);
      if (!document) throw notFound(runId);
      return claimRun(document, options.process, ports);
    },
  };
}

/** The id holds the key: that a key has one run is the store's own law. */
function runDocument(start: RunStart, startedBy: ProcessIdentity, now: number): RunDocument {
  const { runId, key = runId, workflow, workflowVersion, kind = workflow, at, seed } = start;
  if (key === "" || key.length > LONGEST_KEY) {
    throw new MlopsError("INVALID_ARGUMENT", `A run's key has 1 to ${LONGEST_KEY} characters, not ${key.length}.`);
  }
  const { recipeDigest, parentRunId, labels } = start;
  return {
    _id: `run:${key}`,
    runId,
    key,
    kind,
    workflow,
    workflowVersion,
    at,
    seed,
    state: "open",
    input: canonicalJson(start.input),
    inputDigest: digestJson(start.input),
    child: parentRunId !== undefined,
    startedAt: now,
    recordedAt: now,
    startedBy,
    ...(recipeDigest !== undefined && { recipeDigest }),
    ...(parentRunId !== undefined && { parentRunId }),
    ...(labels && { labels }),
  };
}
