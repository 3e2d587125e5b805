import type { JsonObject } from "../json/json.ts";
import type { OutcomeStatus } from "../outcome/outcome.ts";
import type { RunStatus, StepError } from "./journal.ts";
import type { TrackedValue } from "./tracked-value.ts";

interface EventBase {
  readonly runId: string;
  /** The domain's instant. */
  readonly at: number;
  /** The machine's instant. */
  readonly recordedAt: number;
}

/** Everything that leaves a run. Trackers, the console, reports and alert channels are sinks of this one union. */
export type RunEvent = EventBase &
  (
    | { readonly type: "run-started"; readonly kind: string; readonly config: JsonObject; readonly resumed: boolean }
    | { readonly type: "step-started"; readonly step: string; readonly attempt: number }
    | {
        readonly type: "step-retrying";
        readonly step: string;
        readonly attempt: number;
        readonly delayMs: number;
        readonly error: StepError;
      }
    | {
        readonly type: "step-finished";
        readonly step: string;
        readonly status: "succeeded" | "failed";
        readonly reused: boolean;
        readonly durationMs: number;
      }
    | {
        readonly type: "progress";
        readonly step: string;
        readonly done: number;
        readonly total: number | null;
        readonly note?: string;
      }
    | {
        readonly type: "metrics";
        readonly metrics: Readonly<Record<string, TrackedValue>>;
        /** Metrics of one step belong to one row; a step never falls within a run. */
        readonly step?: number;
      }
    | {
        readonly type: "alert";
        readonly level: "info" | "warn" | "error";
        readonly title: string;
        readonly text: string;
      }
    | {
        readonly type: "message";
        readonly level: "debug" | "info" | "warn" | "error";
        readonly text: string;
        readonly details?: JsonObject;
      }
    | {
        readonly type: "run-finished";
        readonly status: RunStatus;
        readonly outcome: OutcomeStatus;
        readonly reasons: readonly string[];
        readonly durationMs: number;
      }
  );

/** Takes an event without waiting: no network and no disk flush on the caller's path; never throws. */
export interface EventSink {
  emit(event: RunEvent): void;
}
