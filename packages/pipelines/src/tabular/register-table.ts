import type { BlobReference, Instant, JsonObject } from "@mlops/core";
import type { MetricValue } from "@mlops/evaluation";
import { type FittedEstimator, labelOutput, probabilityOutput, quantileOutput, valueOutput } from "@mlops/models";
import { hostStepCount } from "@mlops/preprocessing";
import { modelRegistry } from "@mlops/store";

import { moveAlias } from "../registry/move-alias.ts";
import type { FittedTable } from "./fit-table.ts";
import type { StoredFit } from "./fitted-blobs.ts";
import { fittedFor, type ModelJudgement, targetsOf } from "./several-targets.ts";
import type { TablePlan } from "./table-plan.ts";
import type { TablePorts } from "./table-ports.ts";

export interface TableRegistration {
  readonly plan: TablePlan;
  readonly fitted: FittedTable;
  readonly stored: StoredFit;
  readonly judgement: ModelJudgement;
  readonly artifact: BlobReference;
  readonly dataDigest: string;
  readonly runId: string;
  readonly seed: number;
  readonly at: Instant;
  /** The step's identity: executed again, it answers the same version. */
  readonly key: string;
}

export interface RegisteredTable {
  readonly name: string;
  readonly version: number;
  readonly uri: string;
  readonly digest: string;
  readonly size: number;
}

/** Registers the model as the next version of its name. */
export async function registerTable(ports: TablePorts, registration: TableRegistration): Promise<RegisteredTable> {
  const { plan, fitted, stored, judgement, artifact, dataDigest, runId, seed, at, key } = registration;
  const { version } = await modelRegistry(ports.store, ports.clock).register(
    {
      name: plan.modelName,
      artifact,
      signature: signatureOf(fitted, plan),
      metrics: metricsOf(judgement),
      baselines: { [judgement.baseline.name]: valuesOf(judgement.baseline.scores) },
      dataDigest,
      recipeDigest: plan.recipeDigest,
      runId,
      seed,
      synthetic: false,
      reasons: judgement.reasons,
      labels: { recipe: plan.recipe, task: plan.task, estimator: fitted.estimator.estimator },
      attributes: {
        kind: "table",
        task: plan.task,
        target: plan.target,
        ...(plan.otherTargets && { targets: targetsOf(plan) }),
        state: { ...stored.state },
        blocks: stored.blocks.map((block) => ({ ...block })),
        ...(plan.customEstimators && { customEstimators: plan.customEstimators.map((each) => ({ ...each })) }),
        ...(plan.customSteps && { customSteps: plan.customSteps.map((step) => ({ ...step })) }),
        ...(plan.initial && { finetuned_from: plan.initial.uri }),
        ...(plan.provenance && { provenance: { ...plan.provenance } }),
      },
      at,
    },
    key,
  );
  return {
    name: version.name,
    version: version.version,
    uri: `models:/${version.name}/${version.version}`,
    digest: version.digest,
    size: version.artifact.size,
  };
}

/** Moves the alias where the verdict says so; answers it where it moved. */
export async function promoteTable(
  ports: TablePorts,
  request: Pick<TableRegistration, "plan" | "judgement" | "runId" | "at" | "key"> & { readonly version: number },
): Promise<string | null> {
  const { plan, judgement, version, runId, at, key } = request;
  if (judgement.verdict !== "promote") return null;
  const reason = judgement.gate
    ? "the gate of the recipe is met on the test part"
    : "better than the baseline on the test part";
  await moveAlias(modelRegistry(ports.store, ports.clock), {
    name: plan.modelName,
    alias: plan.alias,
    to: version,
    reason,
    runId,
    key,
    at,
  });
  return plan.alias;
}

export function valuesOf(scores: Readonly<Record<string, MetricValue>>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(scores).map(([name, { value }]) => [name, value]));
}

/** Of the model on the test part: of several targets the means, then `<target>/<metric>`. */
export function metricsOf({ parts, targets = {} }: ModelJudgement): Record<string, number | null> {
  const byTarget = Object.entries(targets).flatMap(([target, judgement]) =>
    Object.entries(valuesOf(judgement.parts["test"]?.scores ?? {})).map(
      ([name, value]) => [`${target}/${name}`, value] as const,
    ),
  );
  return { ...valuesOf(parts["test"]?.scores ?? {}), ...Object.fromEntries(byTarget) };
}

export function signatureOf(fitted: FittedTable, plan: Pick<TablePlan, "target" | "otherTargets">): JsonObject {
  const { preparation } = fitted;
  const names = targetsOf(plan);
  const { parse, border } = preparation.state;
  return {
    ...(parse && { parse: JSON.parse(JSON.stringify(parse)) as JsonObject }),
    ...(border && {
      // What runs before the file, and what the file takes then.
      before: {
        steps: preparation.steps.slice(0, hostStepCount(preparation.steps)).map(({ type }) => type),
        inputs: border.map(({ name, type, null: missing }) => ({ name, type, null: missing })),
      },
    }),
    inputs: preparation.state.inputs.map(({ name, type, null: missing, categories }) => ({
      name,
      type,
      null: missing,
      ...(categories && { categories }),
    })),
    outputs: names.flatMap((name) =>
      outputsOf(fittedFor(fitted, name).estimator, names.length === 1 ? undefined : name),
    ),
  };
}

function outputsOf({ target, quantileLevels = [] }: FittedEstimator, name: string | undefined): JsonObject[] {
  if (target.kind === "values") {
    const names = [valueOutput(name), ...quantileLevels.map((level) => quantileOutput(level, name))];
    return names.map((output) => ({ name: output, type: "double" }));
  }
  return [
    { name: labelOutput(name), classes: [...target.classes] },
    ...target.classes.map((each) => ({ name: probabilityOutput(each, name), type: "double" })),
  ];
}
