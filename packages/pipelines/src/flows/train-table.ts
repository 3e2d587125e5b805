import { MlopsError } from "@mlops/core";
import { defineWorkflow, type Workflow, type WorkflowContext } from "@mlops/engine";
import { splitManifest } from "@mlops/evaluation";
import type { ReportedFolds } from "@mlops/reporting";

import { lineageOf } from "../report/lineage-facts.ts";
import { storeReport } from "../report/stored-report.ts";
import { tableReport } from "../report/table-report.ts";
import { crossValidateFold, type FoldResult, summarizeFolds, tableFolds } from "../tabular/cross-validate.ts";
import { customStepLoader } from "../custom-steps/custom-step-loader.ts";
import { exportTable } from "../tabular/export-table.ts";
import { fitTable } from "../tabular/fit-table.ts";
import { openFitted, storeFitted } from "../tabular/fitted-blobs.ts";
import { leakFindings } from "../tabular/leak-checks.ts";
import { promoteTable, registerTable, signatureOf, valuesOf } from "../tabular/register-table.ts";
import { metricNames } from "../tabular/score-table.ts";
import { judgeTargets, type ModelJudgement, targetsOf } from "../tabular/several-targets.ts";
import { type TablePlan, tablePlanSchema } from "../tabular/table-plan.ts";
import type { TablePorts } from "../tabular/table-ports.ts";
import { contentDigest } from "../tabular/content-digest.ts";
import { fractionsOf, partOf, type TableWork, tableWork } from "../tabular/table-work.ts";
import type { TrainTableResult } from "./train-table-result.ts";

const SHOWN_REJECTS = 20;
/** What a kill costs at most; writing one takes a few milliseconds. */
const CHECKPOINT_INTERVAL_MS = 1000;

/**
 * Trains a model on a table: load → split → fit (preparation and estimator) → evaluate → export with parity → register,
 * and the alias where the model earned it.
 */
export function trainTableWorkflow(ports: TablePorts): Workflow<TablePlan, TrainTableResult> {
  return defineWorkflow({
    name: "train-table",
    version: 2,
    kind: "train",
    input: tablePlanSchema,
    summarize: ({ metrics, reasons }) => ({ metrics, reasons }),
    async run(context, plan) {
      // Rows are large: each process makes them once; their digest is journalled.
      const workOf = rebuiltWork(context, plan);
      const loadPreprocessor = customStepLoader(plan.customSteps);
      const { startedAt, ...data } = await context.step("load", async () => {
        const { rows } = await workOf(null);
        const { table, name, digest, rejectedCount, rejected } = rows;
        return {
          source: name,
          rows: table.rowCount,
          columns: table.columnNames.length,
          digest,
          rejectedCount,
          rejected: rejected.slice(0, SHOWN_REJECTS),
          startedAt: ports.clock.wall(),
        };
      });
      const split = await context.step("split", async () => {
        const work = await workOf(data.digest);
        const made = { fractions: fractionsOf(plan), seed: context.seed };
        return {
          manifest: splitManifest(work.split, work.rowKeys, made, contentDigest),
          leaks: leakFindings(work, plan),
        };
      });
      const crossValidation = await crossValidate(context, plan, () => workOf(data.digest));
      const fit = await context.step("fit", async (step) => {
        const fitted = await fitTable(await workOf(data.digest), plan, {
          seed: context.seed,
          signal: step.signal,
          progress: (done, total, note) => step.progress(done, total, note),
          metrics: (pass, values) => step.emit({ type: "metrics", metrics: { ...values }, step: pass }),
          ...(plan.initial && { initial: await openFitted(ports.store, plan.initial) }),
          ...(ports.scratch && {
            checkpoint: { path: ports.scratch.path(context.runId, "fit"), intervalMs: CHECKPOINT_INTERVAL_MS },
          }),
        });
        const stored = await storeFitted(ports.store, fitted);
        // Killed before this result is journalled, the fit begins anew, to the same end.
        await ports.scratch?.remove(context.runId);
        return {
          stored,
          features: fitted.preparation.state.features.length,
          inputs: fitted.preparation.state.inputs.length,
          estimator: fitted.estimator.estimator,
          warnings: fitted.warnings,
        };
      });
      const judgement = await context.step("evaluate", async () =>
        judgeTargets(
          await workOf(data.digest),
          await openFitted(ports.store, fit.stored, loadPreprocessor),
          plan,
          context.seed,
        ),
      );
      const exported = await context.step("export", async (step) => {
        const test = partOf(await workOf(data.digest), "test");
        const fitted = await openFitted(ports.store, fit.stored, loadPreprocessor);
        const metadata = modelMetadata(context, plan, data.digest);
        const { bytes, difference } = await exportTable(
          fitted,
          plan,
          test?.table ?? noTestPart(),
          metadata,
          step.signal,
        );
        const artifact = await ports.store.blobs.put(bytes, { mediaType: "application/onnx", signal: step.signal });
        return { artifact, difference };
      });
      const registered = await context.step("register", async (step) =>
        registerTable(ports, {
          plan,
          fitted: await openFitted(ports.store, fit.stored, loadPreprocessor),
          stored: fit.stored,
          judgement,
          artifact: exported.artifact,
          dataDigest: data.digest,
          runId: context.runId,
          seed: context.seed,
          at: context.now,
          key: step.idempotencyKey,
        }),
      );
      const alias = await context.step("promote", (step) =>
        promoteTable(ports, {
          plan,
          judgement,
          version: registered.version,
          runId: context.runId,
          at: context.now,
          key: step.idempotencyKey,
        }),
      );
      const reasons = [
        ...new Set([
          ...split.manifest.reasons,
          ...(split.leaks.length > 0 ? ["leak-suspected"] : []),
          ...judgement.reasons,
          ...(data.rejectedCount > 0 ? ["bad-cells"] : []),
        ]),
      ];
      const report = await context.step("report", async () => {
        const work = await workOf(data.digest);
        const fitted = await openFitted(ports.store, fit.stored, loadPreprocessor);
        return storeReport(
          ports.store,
          await tableReport({
            work,
            plan,
            fitted,
            judgement,
            crossValidation,
            ...split,
            model: registered,
            artifact: exported.artifact,
            signature: signatureOf(fitted, plan),
            exportDifference: exported.difference,
            lineage: await lineageOf(ports.store, {
              runId: context.runId,
              seed: context.seed,
              recipeDigest: plan.recipeDigest,
              ...(plan.provenance && { provenance: plan.provenance }),
            }),
            startedAt,
            finishedAt: ports.clock.wall(),
            reasons,
          }),
        );
      });
      const parts = Object.entries(judgement.parts).map(
        ([name, { rows, scores }]) => [name, { rows, metrics: valuesOf(scores) }] as const,
      );
      return {
        task: plan.task,
        target: plan.target,
        model: { ...registered, alias },
        data,
        metrics: valuesOf(judgement.parts["test"]?.scores ?? {}),
        ...(judgement.targets && { targets: targetResults(judgement.targets) }),
        baselines: { [judgement.baseline.name]: valuesOf(judgement.baseline.scores) },
        validation: {
          split: split.manifest,
          leaks: split.leaks,
          parts: Object.fromEntries(parts),
          metricNames: metricNames(plan),
          intervals: judgement.intervals,
          comparison: judgement.comparison,
          decision: judgement.decision,
          crossValidation,
          gate: judgement.gate,
          verdict: judgement.verdict,
          features: fit.features,
          inputs: fit.inputs,
          estimator: fit.estimator,
          exportDifference: exported.difference,
          warnings: fit.warnings,
        },
        report,
        reasons,
      };
    },
  });
}

/** A step for each fold, so that a run that was stopped goes on with the next one. */
async function crossValidate(
  context: WorkflowContext,
  plan: TablePlan,
  workOf: () => Promise<TableWork>,
): Promise<ReportedFolds | null> {
  const { folds } = plan.judging;
  if (folds === undefined) return null;
  const results: (FoldResult & { readonly strategy: string })[] = [];
  for (let fold = 1; fold <= folds; fold += 1) {
    const result = await context.step(
      "cross-validate",
      async (step) => {
        const work = await workOf();
        const parted = tableFolds(work, plan, folds, context.seed);
        const rows = parted.folds[fold - 1];
        if (!rows) throw new TypeError(`there is no fold ${fold}`);
        const done = await crossValidateFold(work, plan, rows, {
          seed: context.seed,
          signal: step.signal,
          progress: (part, total, note) => step.progress(part, total, note),
        });
        return { ...done, strategy: parted.strategy };
      },
      { key: fold },
    );
    results.push(result);
  }
  return summarizeFolds(results[0]?.strategy ?? "random", results, metricNames(plan));
}

function targetResults(targets: NonNullable<ModelJudgement["targets"]>): NonNullable<TrainTableResult["targets"]> {
  return Object.fromEntries(
    Object.entries(targets).map(([name, { parts, baseline, intervals, comparison, decision, verdict }]) => [
      name,
      {
        metrics: valuesOf(parts["test"]?.scores ?? {}),
        baselines: { [baseline.name]: valuesOf(baseline.scores) },
        intervals,
        comparison,
        decision,
        verdict,
      },
    ]),
  );
}

function rebuiltWork(context: WorkflowContext, plan: TablePlan): (digest: string | null) => Promise<TableWork> {
  let made: Promise<TableWork> | undefined;
  return async (digest) => {
    made ??= tableWork(plan, context.seed, context.signal);
    const work = await made;
    if (digest === null || work.rows.digest === digest) return work;
    throw new MlopsError("TRAINING_DATA_CHANGED", `${work.rows.name} changed since run ${context.runId} began.`, {
      details: { begunWith: digest, now: work.rows.digest },
    });
  };
}

function noTestPart(): never {
  throw new MlopsError(
    "EVALUATION_SPLIT_EMPTY",
    "The split has no test part; a model is registered only once it was judged.",
  );
}

function modelMetadata(context: WorkflowContext, plan: TablePlan, dataDigest: string): Record<string, unknown> {
  return {
    producer: "mlops",
    model_name: plan.modelName,
    run_id: context.runId,
    task: plan.task,
    target: targetsOf(plan).join(", "),
    data_digest: dataDigest,
    recipe_digest: plan.recipeDigest,
    seed: String(context.seed),
  };
}
