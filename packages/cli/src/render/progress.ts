import { type EventSink, redactText, type RunEvent } from "@mlops/core";

import { displayWidth } from "./display-width.ts";
import type { Style } from "./style.ts";

/** Shows the events of a run on stderr and remembers which run it is, so that an interruption can say how to resume. */
export interface Progress extends EventSink {
  /** The last run that started. */
  readonly runId: string | undefined;
  /** Clears an unfinished bar before other text is written. */
  clear(): void;
}

export interface ProgressRequest {
  readonly mode: "bar" | "lines" | "none";
  readonly style: Style;
  readonly write: (text: string) => void;
}

const BAR_WIDTH = 24;
const CLEAR_LINE = "\r\u001B[2K";

/** A bar that redraws itself on a terminal, one line an event elsewhere, nothing with `--quiet`. */
export function openProgress({ mode, style, write }: ProgressRequest): Progress {
  let runId: string | undefined;
  let drawn = false;
  const clear = (): void => {
    if (drawn) write(CLEAR_LINE);
    drawn = false;
  };
  const draw = (text: string): void => {
    write(CLEAR_LINE + clip(text, style.width - 1));
    drawn = true;
  };
  return {
    get runId() {
      return runId;
    },
    clear,
    emit(event) {
      if (event.type === "run-started") runId = event.runId;
      if (mode === "none") return;
      if (mode === "bar" && (event.type === "progress" || event.type === "step-started")) {
        draw(event.type === "progress" ? progressBar(event, style) : `${style.cyan("▸")} ${event.step}`);
        return;
      }
      const line = eventLine(event, style);
      if (line === undefined) return;
      clear();
      write(`${redactText(line)}\n`);
    },
  };
}

function progressBar({ step, done, total, note }: Extract<RunEvent, { type: "progress" }>, style: Style): string {
  const tail = note === undefined ? "" : ` ${style.dim(note)}`;
  if (total === null || total <= 0) return `${style.cyan("▸")} ${step} ${done}${tail}`;
  const filled = Math.round(Math.min(1, done / total) * BAR_WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  return `${style.cyan("▸")} ${step} ${bar} ${done}/${total}${tail}`;
}

/** Undefined for events that say nothing to a person who watches. */
function eventLine(event: RunEvent, style: Style): string | undefined {
  switch (event.type) {
    case "run-started":
      return `${style.dim(event.kind)} ${event.runId}${event.resumed ? " resumed" : ""}`;
    case "step-retrying":
      return `${style.yellow("↻")} ${event.step} attempt ${event.attempt} failed: ${event.error.message} Again in ${seconds(event.delayMs)}.`;
    case "step-finished": {
      const mark = event.status === "succeeded" ? style.green("✓") : style.red("✗");
      return `${mark} ${event.step} ${style.dim(event.reused ? "already done" : seconds(event.durationMs))}`;
    }
    case "progress":
      return `${event.step} ${event.done}${event.total === null ? "" : `/${event.total}`}${event.note === undefined ? "" : ` ${event.note}`}`;
    case "message":
      return event.level === "debug" ? undefined : event.text;
    case "alert":
      return `${style.yellow("!")} ${event.title}: ${event.text}`;
    case "run-finished":
      return `${event.status} ${style.dim(seconds(event.durationMs))}`;
    case "step-started":
    case "metrics":
      return undefined;
  }
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Without colours where it must be cut: a cut escape sequence would colour the rest of the terminal. */
function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  const plain = text.replace(/\u001B\[[0-9;]*m/g, "");
  let clipped = "";
  let columns = 0;
  for (const character of plain) {
    const next = displayWidth(character);
    if (columns + next > width - 1) break;
    clipped += character;
    columns += next;
  }
  return `${clipped}…`;
}
