import type { Clock, EventSink, RunEvent, RunRecord } from "@mlops/core";

type WithoutBase<Event> = Event extends RunEvent ? Omit<Event, "runId" | "at" | "recordedAt"> : never;

/** An event of one run without what all its events have in common. */
export type BareEvent = WithoutBase<RunEvent>;
export type Emit = (event: BareEvent) => void;

export function runEmitter(sink: EventSink, clock: Clock, run: RunRecord): Emit {
  return (event) => sink.emit({ ...event, runId: run.runId, at: run.at, recordedAt: clock.wall() });
}
