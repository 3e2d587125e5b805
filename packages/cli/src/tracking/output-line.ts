import type { RunEvent } from "@mlops/core";

export interface OutputLine {
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** What a tracked run's console shows of an event; undefined for events that say nothing there. */
export function outputLine(event: RunEvent): OutputLine | undefined {
  switch (event.type) {
    case "run-started":
      return stdout(`${event.kind} ${event.runId}${event.resumed ? " resumed" : ""}`);
    case "step-retrying":
      return { stream: "stderr", text: `${event.step}: attempt ${event.attempt} failed: ${event.error.message}` };
    case "step-finished":
      return stdout(
        `${event.step} ${event.reused ? "already done" : `${event.status} in ${Math.round(event.durationMs)} ms`}`,
      );
    case "message":
      if (event.level === "debug") return undefined;
      return { stream: event.level === "info" ? "stdout" : "stderr", text: event.text };
    case "alert":
      return { stream: "stderr", text: `${event.title}: ${event.text}` };
    case "run-finished":
      return stdout(`${event.status} in ${Math.round(event.durationMs)} ms`);
    case "step-started":
    case "progress":
    case "metrics":
      return undefined;
  }
}

function stdout(text: string): OutputLine {
  return { stream: "stdout", text };
}
