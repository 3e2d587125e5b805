import { floorToHour, HOUR, type MissingObservation, type RejectedInput } from "@mlops/core";
import { defineWorkflow, type Workflow } from "@mlops/engine";
import type { DatasetGrade } from "@mlops/preprocessing";
import { z } from "zod";

import { assessQuality } from "../weather/assess-quality.ts";
import { collectHistory } from "../weather/collect-history.ts";
import { collectedObservations } from "../weather/collect-observations.ts";
import { qualityCollection } from "../weather/collections.ts";
import { storeStationRecord } from "../weather/station-records.ts";
import { weatherPlanSchema } from "../weather/weather-plan.ts";
import type { WeatherPorts } from "../weather/weather-ports.ts";

export const collectInputSchema = z.strictObject({
  plan: weatherPlanSchema,
  hoursBack: z.int().min(1),
});

export type CollectInput = z.infer<typeof collectInputSchema>;

/** What a collection answers: the fields of `mlops.collect/v1`, instants as UTC milliseconds. */
export interface CollectResult {
  readonly station: string;
  readonly timeZone: string;
  readonly source: string;
  readonly synthetic: boolean;
  readonly from: number;
  readonly to: number;
  /** Observations received, stored newly, and corrected. */
  readonly observations: number;
  readonly added: number;
  readonly corrected: number;
  readonly payloads: readonly string[];
  readonly missingCount: number;
  readonly missing: readonly MissingObservation[];
  readonly rejectedCount: number;
  readonly rejected: readonly RejectedInput[];
  readonly quality: {
    /** Of the newest observation, 0–100. */
    readonly score: number | null;
    readonly grade: DatasetGrade | null;
    /** Percent of the checks that passed. */
    readonly featureQuality: number | null;
    readonly failedChecks: readonly { readonly name: string; readonly severity: string }[];
  };
  readonly reasons: readonly string[];
}

/** Fetches the last hours of a station and stores payloads, observations and a quality report. */
export function collectWorkflow(ports: WeatherPorts): Workflow<CollectInput, CollectResult> {
  return defineWorkflow({
    name: "collect",
    version: 1,
    input: collectInputSchema,
    summarize: ({ quality, observations, reasons }) => ({
      metrics: { data_quality: quality.score, observations },
      reasons,
    }),
    async run(context, { plan, hoursBack }) {
      const { station, source } = plan;
      const from = floorToHour(context.now) - (hoursBack - 1) * HOUR;
      const to = context.now + 1;
      const choice = await context.step("choose-source", (step) => ports.chooseSource(plan, step.signal));
      const collection = await context.step(
        "collect",
        (step) =>
          collectHistory(
            ports,
            {
              station,
              source,
              sourceName: choice.name,
              from,
              to,
              recording: { runId: context.runId, at: context.now, recordedAt: ports.clock.wall() },
              signal: step.signal,
            },
            (done, total) => step.progress(done, total),
          ),
        { retry: { maxAttempts: 2 } },
      );
      const { quality, reasons } = await context.step("assess-quality", async () => {
        const window = await collectedObservations(ports, {
          station,
          source: collection.source,
          from,
          to,
          knownAt: context.now,
        });
        const assessment = assessQuality(window, context.now);
        await storeStationRecord(
          ports.store,
          qualityCollection,
          {
            runId: context.runId,
            station: station.id,
            at: context.now,
            recordedAt: ports.clock.wall(),
            synthetic: collection.synthetic,
          },
          assessment,
        );
        const { latest, validation } = assessment;
        const failed = validation?.checks.filter(({ status }) => status === "failed") ?? [];
        return {
          quality: {
            score: latest?.score ?? null,
            grade: validation?.grade ?? null,
            featureQuality: validation?.featureQuality ?? null,
            failedChecks: failed.map(({ name, severity }) => ({ name, severity })),
          },
          reasons: assessment.reasons,
        };
      });
      return {
        station: station.id,
        timeZone: station.timeZone,
        source: collection.source,
        synthetic: collection.synthetic,
        from,
        to,
        observations: collection.received,
        added: collection.added,
        corrected: collection.corrected,
        payloads: collection.payloadDigests,
        missingCount: collection.missingCount,
        missing: collection.missing,
        rejectedCount: collection.rejectedCount,
        rejected: collection.rejected,
        quality,
        reasons: [...new Set([...choice.reasons, ...reasons])],
      };
    },
  });
}
