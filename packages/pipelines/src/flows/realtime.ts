import { floorToHour, HOUR, MINUTE, type WeatherObservation } from "@mlops/core";
import { defineWorkflow, type StepContext, type Workflow, type WorkflowContext } from "@mlops/engine";
import { commuteModeAt, featureNames, isInCommute } from "@mlops/preprocessing";
import { z } from "zod";

import { assessQuality, type QualityAssessment } from "../weather/assess-quality.ts";
import { collectedObservations, type Collection, collectObservations } from "../weather/collect-observations.ts";
import { featureCollection, qualityCollection } from "../weather/collections.ts";
import { chooseModels, openForecaster } from "../weather/forecast-models.ts";
import { engineerFeatures, validateFeatures } from "../weather/engineer-features.ts";
import { HISTORY_HOURS } from "../weather/history.ts";
import {
  collectionRow,
  engineeringRow,
  predictionRow,
  type TrackedRow,
  validationRow,
} from "../tracking/realtime-rows.ts";
import { predictAndStore } from "../weather/predict-and-store.ts";
import { recentOutcomes } from "../weather/recent-outcomes.ts";
import { storeStationRecord } from "../weather/station-records.ts";
import { type WeatherPlan, weatherPlanSchema } from "../weather/weather-plan.ts";
import type { WeatherPorts } from "../weather/weather-ports.ts";
import type { RealtimeResult } from "./realtime-result.ts";

export const realtimeInputSchema = z.strictObject({
  plan: weatherPlanSchema,
  mode: z.enum(["now", "morning", "evening"]),
  /** URI of a model that predicts beside the current one without being shown. */
  shadow: z.string().exactOptional(),
});

export type RealtimeInput = z.infer<typeof realtimeInputSchema>;

/** Hours by which the newest observation may be late and still be predicted from. */
const LATEST_BY = 2;

/** Fetching may fail for a moment; the source's own client has retried before. */
const patiently = { maxAttempts: 2, initialDelayMs: 500 } as const;

/**
 * One real-time prediction: choose models and source, collect, judge the data, compute the features, check them, predict and
 * store. Every step's effects are keyed by the run, so that a run that was killed resumes without doing anything twice.
 */
export function realtimeWorkflow(ports: WeatherPorts): Workflow<RealtimeInput, RealtimeResult> {
  return defineWorkflow({
    name: "realtime",
    version: 1,
    input: realtimeInputSchema,
    summarize: ({ prediction, dataQuality, features, reasons }) => ({
      metrics: {
        prediction_value: prediction.value,
        data_quality: dataQuality.score,
        feature_confidence: features.confidence,
      },
      reasons,
    }),
    async run(context, { plan, mode, shadow }) {
      const choice = await context.step("choose-source", (step) => ports.chooseSource(plan, step.signal), {
        retry: patiently,
      });
      const collected = await context.step("collect", (step) => collect(ports, context, step, plan, choice.name), {
        retry: patiently,
      });
      const models = await context.step("choose-models", () => chooseModels(ports, plan, context.now, shadow));
      const { dueHour, hour, history, collection } = collected;
      const window = history.filter(({ observedAt }) => observedAt > hour - plan.lookbackHours * HOUR);
      const recordKey = {
        runId: context.runId,
        station: plan.station.id,
        at: context.now,
        synthetic: collection.synthetic,
      };

      const quality = await context.step("assess-quality", async () => {
        const assessment = assessQuality(window, context.now);
        await storeStationRecord(
          ports.store,
          qualityCollection,
          { ...recordKey, recordedAt: ports.clock.wall() },
          assessment,
        );
        return assessment;
      });
      emitRow(context, collectionRow(window.at(-1), quality, { ...collection, elapsedMs: collected.elapsedMs }));
      const features = await context.step("engineer-features", async () => {
        const engineered = engineerFeatures(history, hour, plan);
        await storeStationRecord(
          ports.store,
          featureCollection,
          { ...recordKey, recordedAt: ports.clock.wall() },
          engineered,
        );
        return engineered;
      });
      emitRow(context, engineeringRow(features));
      const validation = await context.step("validate-features", () => validateFeatures(features.values));
      emitRow(context, validationRow(features, validation));

      const missingHour = hour === dueHour && history.at(-1)?.observedAt === hour ? [] : ["observation-missing"];
      const invalid = validation.passed ? [] : ["features-out-of-range"];
      const reasons = [...choice.reasons, ...missingHour, ...quality.reasons, ...invalid];
      const request = { plan, hour, features, collection, runId: context.runId, at: context.now, reasons };
      const predicted = await context.step("predict", async (step) => {
        await using forecaster = await openForecaster(ports, plan, models.primary);
        const stored = await predictAndStore(ports, forecaster, { ...request, role: "primary", signal: step.signal });
        const recent = await recentOutcomes(ports, {
          station: plan.station.id,
          observationSource: collection.source,
          synthetic: collection.synthetic,
          now: context.now,
          until: stored.view.targetAt,
        });
        return { ...stored, recent };
      });
      emitRow(context, predictionRow(predicted.view, predicted.recent));
      const shadowed =
        models.shadow === null
          ? null
          : await context.step("predict-shadow", async (step) => {
              await using forecaster = await openForecaster(ports, plan, models.shadow);
              return predictAndStore(ports, forecaster, { ...request, role: "shadow", signal: step.signal });
            });

      return {
        station: plan.station.id,
        timeZone: plan.station.timeZone,
        mode: modeView(mode, predicted.view.targetAt, plan),
        source: collection.source,
        synthetic: collection.synthetic,
        observation: window.at(-1) ?? null,
        hour,
        collected: {
          received: collection.received,
          added: collection.added,
          missing: collection.missingCount,
          rejected: collection.rejectedCount,
        },
        dataQuality: qualityView(quality),
        features: {
          set: features.featureSet,
          count: features.count,
          total: featureNames.length,
          quality: features.quality,
          confidence: features.confidence,
          valid: validation.passed,
          findings: validation.findings.map(({ message }) => message),
        },
        prediction: predicted.view,
        shadow: shadowed?.view ?? null,
        reasons: [...new Set(predicted.reasons)],
      };
    },
  });
}

interface Collected {
  readonly collection: Collection;
  /** The newest full hour whose observation could be known. */
  readonly dueHour: number;
  /** The hour t from which is predicted: the due one, or the newest observed one a little before it. */
  readonly hour: number;
  /** What the features may look at, oldest first. */
  readonly history: readonly WeatherObservation[];
  /** How long the source took. */
  readonly elapsedMs: number;
}

async function collect(
  ports: WeatherPorts,
  context: WorkflowContext,
  step: StepContext,
  plan: WeatherPlan,
  sourceName: string,
): Promise<Collected> {
  const { now, runId } = context;
  const { station } = plan;
  const range = { station, from: floorToHour(now) - (HISTORY_HOURS + plan.lookbackHours) * HOUR, to: now + 1 };
  const recording = { runId, at: now, recordedAt: ports.clock.wall() };
  const began = ports.clock.monotonic();
  const collection = await collectObservations(ports, {
    ...range,
    source: plan.source,
    sourceName,
    recording,
    signal: step.signal,
  });
  const history = await collectedObservations(ports, { ...range, source: collection.source, knownAt: now });
  const dueHour = floorToHour(now - collection.delayMinutes * MINUTE);
  const due = history.filter(({ observedAt }) => observedAt <= dueHour);
  const elapsedMs = ports.clock.monotonic() - began;
  return { collection, dueHour, hour: predictableHour(due, dueHour), history: due, elapsedMs };
}

/**
 * A station that is late by an hour or two is predicted for from its newest hour: the horizon stays the model's, the
 * target instant is earlier, and the run says that the due observation is missing.
 */
function predictableHour(history: readonly WeatherObservation[], dueHour: number): number {
  const newest = history.findLast(({ observedAt }) => observedAt % HOUR === 0)?.observedAt;
  return newest !== undefined && dueHour - newest <= LATEST_BY * HOUR ? newest : dueHour;
}

function modeView(requested: RealtimeInput["mode"], targetAt: number, plan: WeatherPlan): RealtimeResult["mode"] {
  const { timeZone } = plan.station;
  const commute = requested === "now" ? commuteModeAt(targetAt, timeZone) : requested;
  return { requested, commute, inCommuteHours: isInCommute(commute, targetAt, timeZone) };
}

function qualityView({ latest, validation }: QualityAssessment): RealtimeResult["dataQuality"] {
  return {
    score: latest?.score ?? null,
    featureCompleteness: latest?.featureCompleteness ?? null,
    reliability: latest?.reliability ?? null,
    grade: validation?.grade ?? null,
    issues: latest?.issues.map(({ message }) => message) ?? [],
  };
}

function emitRow(context: WorkflowContext, { step, metrics }: TrackedRow): void {
  context.emit({ type: "metrics", step, metrics });
}
