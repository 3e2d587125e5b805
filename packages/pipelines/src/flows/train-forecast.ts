import { formatInstant, MINUTE, MlopsError, randomKey } from "@mlops/core";
import { defineWorkflow, type Workflow, type WorkflowContext } from "@mlops/engine";
import { FEATURE_SET_VERSION } from "@mlops/preprocessing";
import { z } from "zod";

import { provenanceSchema } from "../provenance/provenance.ts";
import { forecastReport } from "../report/forecast-report.ts";
import { lineageOf } from "../report/lineage-facts.ts";
import { storeReport } from "../report/stored-report.ts";
import { collectHistory, type HistoryCollection, historyRange } from "../weather/collect-history.ts";
import { collectedObservations } from "../weather/collect-observations.ts";
import { exportForecast } from "../weather/export-forecast.ts";
import { fitForecast } from "../weather/fit-forecast.ts";
import { type ForecastJudgement, judgeForecast } from "../weather/judge-forecast.ts";
import { type ForecastArtifact, promoteForecast, registerForecast, signatureOf } from "../weather/register-forecast.ts";
import { lastTargetInstant, type TrainingRows, trainingRows } from "../weather/training-rows.ts";
import { type WeatherPlan, weatherPlanSchema } from "../weather/weather-plan.ts";
import type { WeatherPorts } from "../weather/weather-ports.ts";
import { type TrainResult, trainResult } from "./train-result.ts";

export const trainInputSchema = z.strictObject({
  plan: weatherPlanSchema,
  historyDays: z.int().min(1),
  training: z.strictObject({
    fractions: z.strictObject({ train: z.number(), validation: z.number(), test: z.number() }),
    alphas: z.array(z.number()).exactOptional(),
    cvSplits: z.int().min(2).exactOptional(),
  }),
  promotion: z.strictObject({
    confidenceLevel: z.number(),
    blockHours: z.int().min(1),
    resamples: z.int().min(1),
  }),
  metrics: z.array(z.string()),
  /** Absent where a program, not a recipe's file, made the input. */
  provenance: provenanceSchema.exactOptional(),
});

export type TrainInput = z.infer<typeof trainInputSchema>;

/**
 * Trains the forecast of one station: history → rows → ridge regression → verdict on the last part → ONNX → registry →
 * alias. A model that does not earn the alias is registered all the same, with its reasons.
 */
export function trainForecastWorkflow(ports: WeatherPorts): Workflow<TrainInput, TrainResult> {
  return defineWorkflow({
    name: "train-forecast",
    version: 2,
    kind: "train",
    input: trainInputSchema,
    summarize: ({ metrics, reasons }) => ({ metrics, reasons }),
    async run(context, input) {
      const { plan, training, promotion, metrics } = input;
      const choice = await context.step("choose-source", async (step) => {
        const chosen = await ports.chooseSource(plan, step.signal);
        await assertRealWeather(ports, chosen.name, plan);
        return { ...chosen, startedAt: ports.clock.wall() };
      });
      const history = await context.step(
        "collect-history",
        async (step) => {
          const request = {
            station: plan.station,
            source: plan.source,
            sourceName: choice.name,
            to: context.now + 1,
            recording: { runId: context.runId, at: context.now, recordedAt: ports.clock.wall() },
            signal: step.signal,
          };
          const range = await historyRange(ports, request, input.historyDays);
          return collectHistory(ports, { ...request, ...range }, (done, total) => step.progress(done, total));
        },
        { retry: { maxAttempts: 2 } },
      );
      // The rows are large, so each step that needs them makes them again from the store; their digest is journalled.
      const rowsOf = rebuiltRows(ports, context, plan, history);
      const rows = await context.step("build-rows", async () => {
        const { digest, at } = await rowsOf(null);
        return { digest, count: at.length, from: at[0] ?? 0, to: at.at(-1) ?? 0 };
      });
      const fitted = await context.step("fit", async () => fitForecast(await rowsOf(rows.digest), plan, training));
      const judgement = await context.step("judge", async () =>
        judgeForecast(await rowsOf(rows.digest), fitted, { key: randomKey(context.seed), rules: promotion, metrics }),
      );
      const artifact = await context.step("export", async (step): Promise<ForecastArtifact> => {
        const built = await rowsOf(rows.digest);
        const metadata = modelMetadata(context, plan, built, judgement);
        const { bytes, difference } = await exportForecast(built, fitted, metadata, step.signal);
        const reference = await ports.store.blobs.put(bytes, { mediaType: "application/onnx", signal: step.signal });
        return { reference, difference, trainedThrough: trainedThrough(built, history, plan) };
      });
      const registered = await context.step("register", (step) =>
        registerForecast(ports, {
          plan,
          source: history.source,
          fitted,
          judgement,
          artifact,
          dataDigest: rows.digest,
          runId: context.runId,
          seed: context.seed,
          at: context.now,
          key: step.idempotencyKey,
          ...(input.provenance && { provenance: input.provenance }),
        }),
      );
      const alias = await context.step("promote", (step) =>
        promoteForecast(ports, {
          plan,
          version: registered.version,
          verdict: judgement.promotion,
          runId: context.runId,
          at: context.now,
          key: step.idempotencyKey,
        }),
      );
      const reasons = [...new Set([...choice.reasons, ...judgement.promotion.reasons])];
      const report = await context.step("report", async () => {
        const data = await forecastReport({
          plan,
          rows: await rowsOf(rows.digest),
          fitted,
          judgement,
          artifact,
          signature: signatureOf(fitted),
          model: registered,
          history,
          lineage: await lineageOf(ports.store, {
            runId: context.runId,
            seed: context.seed,
            recipeDigest: plan.recipeDigest,
            ...(input.provenance && { provenance: input.provenance }),
          }),
          startedAt: choice.startedAt,
          finishedAt: ports.clock.wall(),
          reasons,
        });
        return storeReport(ports.store, data);
      });
      return trainResult({ plan, history, rows, fitted, judgement, artifact, registered, alias, report, reasons });
    },
  });
}

/** @throws MlopsError TRAINING_DATA_SYNTHETIC */
async function assertRealWeather(ports: WeatherPorts, name: string, plan: WeatherPlan): Promise<void> {
  await using source = await ports.openSource(name, plan.source);
  if (!source.synthetic) return;
  throw new MlopsError(
    "TRAINING_DATA_SYNTHETIC",
    `The source ${name} makes its observations; a model is not trained on them.`,
    {
      details: { source: name, station: plan.station.id },
    },
  );
}

/** The rows of the run, made once in a process; another digest than the journalled one means that the store changed. */
function rebuiltRows(
  ports: WeatherPorts,
  context: WorkflowContext,
  plan: WeatherPlan,
  history: HistoryCollection,
): (digest: string | null) => Promise<TrainingRows> {
  let made: Promise<TrainingRows> | undefined;
  const make = async (): Promise<TrainingRows> =>
    trainingRows(
      await collectedObservations(ports, {
        station: plan.station,
        source: history.source,
        from: history.from,
        to: history.to,
        knownAt: context.now,
      }),
      plan,
    );
  return async (digest) => {
    made ??= make();
    const rows = await made;
    if (digest === null || rows.digest === digest) return rows;
    throw new MlopsError(
      "TRAINING_DATA_CHANGED",
      `The observations of station ${plan.station.id} changed since run ${context.runId} began: their rows have another digest.`,
      { details: { begunWith: digest, now: rows.digest } },
    );
  };
}

/** When the last observation that had a part in the model, its verdict included, was known. */
function trainedThrough(rows: TrainingRows, history: HistoryCollection, plan: WeatherPlan): number {
  return lastTargetInstant(rows, plan) + history.delayMinutes * MINUTE;
}

function modelMetadata(
  context: WorkflowContext,
  plan: WeatherPlan,
  rows: TrainingRows,
  judgement: ForecastJudgement,
): Record<string, unknown> {
  return {
    producer: "mlops",
    model_name: plan.modelName,
    run_id: context.runId,
    station: plan.station.id,
    target: "comfort_score",
    horizon_hours: String(plan.horizonHours),
    lookback_hours: String(plan.lookbackHours),
    feature_set: FEATURE_SET_VERSION,
    data_digest: rows.digest,
    recipe_digest: plan.recipeDigest,
    trained_through: formatInstant(lastTargetInstant(rows, plan)),
    seed: String(context.seed),
    metrics: Object.fromEntries(
      Object.entries(judgement.scores["model"] ?? {}).map(([name, { value }]) => [name, value]),
    ),
  };
}
