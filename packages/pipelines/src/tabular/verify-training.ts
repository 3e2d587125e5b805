import { isMlopsError, type RunRecord, type Store } from "@mlops/core";
import { partNames, type SplitDifference, type SplitManifest, verifySplit } from "@mlops/evaluation";
import { estimatorUrl, loadEstimator } from "@mlops/models";

import { openCustomMetrics } from "../custom-metrics/open-custom-metrics.ts";
import { requirementDifferences } from "../provenance/requirement-differences.ts";
import { type TablePlan, tablePlanSchema } from "./table-plan.ts";
import { contentDigest } from "./content-digest.ts";
import { tableWork, type TableWork } from "./table-work.ts";

/** One thing that was recorded of a model's training, held against what is there now. */
export interface TrainingCheck {
  readonly check: "artifact" | "data" | "split" | "snapshots" | "code" | "requirements";
  readonly result: "passed" | "failed" | "skipped";
  /** What differs, or why nothing could be compared. */
  readonly detail?: string;
}

export interface VerificationRequest {
  /** SHA-256 of the model's file. */
  readonly artifact: string;
  /** The run that made the model; absent where the store does not have it. */
  readonly run?: RunRecord;
  /** Absolute path of a copy of the data. */
  readonly dataPath?: string;
  /** What this process would make a model with. */
  readonly versions: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Holds a model against what its training recorded: the bytes of its file, the rows it was made from, which of them were in
 * which part, the texts and the code it was made by, the versions it was made with. Nothing is trained.
 */
export async function verifyTraining(store: Store, request: VerificationRequest): Promise<readonly TrainingCheck[]> {
  const { artifact, run, versions } = request;
  const plan = run && tablePlanSchema.safeParse(run.input).data;
  const bytes = await check("artifact", async () => void (await store.blobs.read(artifact)));
  if (!run) return [bytes, skipped("data", "the run that made the model is not in this store")];
  if (!plan) return [bytes, skipped("data", `runs of the workflow ${run.workflow} are not read again`)];
  return [
    bytes,
    ...(await rowChecks(plan, run, request)),
    ...(plan.provenance ? [await snapshotCheck(store, plan.provenance.snapshots)] : []),
    ...(plan.customMetrics || plan.customEstimators ? [await codeCheck(plan)] : []),
    ...(plan.provenance ? [requirementCheck(plan.provenance.versions, versions)] : []),
  ];
}

async function rowChecks(
  plan: TablePlan,
  run: RunRecord,
  { dataPath, signal }: VerificationRequest,
): Promise<readonly TrainingCheck[]> {
  const recorded = recordedOf(run.result);
  if (!recorded) return [skipped("data", "the run recorded no rows: it did not end well")];
  const { source } = plan;
  const read: TablePlan =
    dataPath === undefined || source.kind !== "file" ? plan : { ...plan, source: { ...source, path: dataPath } };
  let work: TableWork;
  try {
    work = await tableWork(read, run.seed, signal);
  } catch (error) {
    if (!isMlopsError(error) || error.code === "CANCELLED") throw error;
    return [{ check: "data", result: "failed", detail: error.message }, skipped("split", "the rows cannot be read")];
  }
  const split = splitCheck(work, plan, recorded.split);
  return [dataCheck(work, recorded.digest, split), split];
}

/** Parts are made from the rows' content: where all of them are the same, so are the rows, whatever their order. */
function dataCheck({ rows }: TableWork, recorded: string, split: TrainingCheck): TrainingCheck {
  const count = `${rows.table.rowCount} rows`;
  if (rows.digest === recorded) return { check: "data", result: "passed", detail: count };
  if (split.result === "passed") return { check: "data", result: "passed", detail: `${count}, in another order` };
  return { check: "data", result: "failed", detail: `the rows have the digest ${rows.digest}, not ${recorded}` };
}

function splitCheck(work: TableWork, plan: TablePlan, recorded: SplitManifest): TrainingCheck {
  const keys = Object.entries(work.split.parts).map(
    ([part, positions]) => [part, Array.from(positions, (row) => work.rowKeys[row] ?? "")] as const,
  );
  const differences = verifySplit(recorded, Object.fromEntries(keys), contentDigest);
  if (work.split.purged !== recorded.purged) {
    const detail = `${work.split.purged} rows are in no part, and ${recorded.purged} were recorded`;
    return { check: "split", result: "failed", detail };
  }
  if (differences.length > 0) {
    return { check: "split", result: "failed", detail: differences.map(differenceText).join("; ") };
  }
  const counts = partNames.flatMap((part) => (recorded.parts[part] ? [`${part} ${recorded.parts[part].rows}`] : []));
  return { check: "split", result: "passed", detail: counts.join(", ") };
}

function differenceText({ part, problem, expectedRows, actualRows }: SplitDifference): string {
  switch (problem) {
    case "missing":
      return `there is no ${part} part, and ${expectedRows} rows were recorded`;
    case "unexpected":
      return `there is a ${part} part of ${actualRows} rows, and none was recorded`;
    case "other-number-of-rows":
      return `the ${part} part has ${actualRows} rows, and ${expectedRows} were recorded`;
    case "other-rows":
      return `the ${part} part holds other rows than were recorded`;
  }
}

function snapshotCheck(
  store: Store,
  snapshots: NonNullable<TablePlan["provenance"]>["snapshots"],
): Promise<TrainingCheck> {
  return check("snapshots", async () => {
    const kept = Object.entries(snapshots);
    for (const [, { digest }] of kept) await store.blobs.read(digest);
    return kept.map(([name]) => name).join(", ");
  });
}

function codeCheck({ customMetrics = [], customEstimators = [] }: TablePlan): Promise<TrainingCheck> {
  return check("code", async () => {
    const names = Object.keys(await openCustomMetrics(customMetrics));
    for (const { file, exportName, digest } of customEstimators) {
      names.push((await loadEstimator(estimatorUrl(file, exportName, digest))).name);
    }
    return names.join(", ");
  });
}

function requirementCheck(
  recorded: Readonly<Record<string, string>>,
  current: Readonly<Record<string, string>>,
): TrainingCheck {
  const differences = requirementDifferences(recorded, current);
  if (differences.length === 0) return { check: "requirements", result: "passed" };
  const texts = differences.map((each) => `${each.name} ${each.recorded ?? "none"} → ${each.current ?? "none"}`);
  return { check: "requirements", result: "failed", detail: texts.join(", ") };
}

async function check(name: TrainingCheck["check"], attempt: () => Promise<string | void>): Promise<TrainingCheck> {
  try {
    const detail = await attempt();
    return { check: name, result: "passed", ...(typeof detail === "string" && { detail }) };
  } catch (error) {
    if (!isMlopsError(error)) throw error;
    return { check: name, result: "failed", detail: error.message };
  }
}

function skipped(name: TrainingCheck["check"], detail: string): TrainingCheck {
  return { check: name, result: "skipped", detail };
}

/** The part of a training's result that says which rows were where. */
function recordedOf(result: unknown): { readonly digest: string; readonly split: SplitManifest } | undefined {
  const { data, validation } = (result ?? {}) as {
    readonly data?: { readonly digest?: string };
    readonly validation?: { readonly split?: SplitManifest };
  };
  return data?.digest !== undefined && validation?.split ? { digest: data.digest, split: validation.split } : undefined;
}
