import type { RunEvent } from "@mlops/core";
import { expect, test } from "vitest";

import { displayWidth } from "./display-width.ts";
import { openProgress, type ProgressRequest } from "./progress.ts";
import { styleOf } from "./style.ts";

const base = { runId: "r1", at: 0, recordedAt: 0 };
const events: readonly RunEvent[] = [
  { ...base, type: "run-started", kind: "train", config: {}, resumed: false },
  { ...base, type: "step-started", step: "fit", attempt: 1 },
  { ...base, type: "progress", step: "fit", done: 5, total: 10, note: "서울 ".repeat(40) },
  { ...base, type: "step-finished", step: "fit", status: "succeeded", reused: false, durationMs: 1500 },
  { ...base, type: "message", level: "debug", text: "detail" },
  { ...base, type: "run-finished", status: "succeeded", outcome: "ok", reasons: [], durationMs: 1600 },
];

function shown(mode: ProgressRequest["mode"]): { readonly text: string; readonly runId: string | undefined } {
  let text = "";
  const style = styleOf({ isTerminal: mode === "bar", columns: 60, colour: false, environment: {} });
  const progress = openProgress({ mode, style, write: (more) => (text += more) });
  for (const event of events) progress.emit(event);
  return { text, runId: progress.runId };
}

test("without a terminal: plain lines, no control characters, nothing of debug", () => {
  const { text } = shown("lines");
  for (const absent of ["\r", "\u001B", "detail"]) expect(text).not.toContain(absent);
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().slice(0, 12)),
  ).toEqual(["train r1", "fit 5/10 서울 ", "✓ fit 1.5 s", "succeeded 1."]);
});

test("on a terminal: a bar that never wraps and is cleared before other text", () => {
  const { text } = shown("bar");
  const frames = text.split("\r\u001B[2K");
  const bar = frames.find((frame) => frame.includes("█")) ?? "";
  expect(bar).toContain("█".repeat(12) + "░".repeat(12));
  expect(displayWidth(bar)).toBeLessThan(60);
  expect(frames.at(-1)).toMatch(/^✓ fit/);
});

test("with --quiet nothing, but the run is still known", () => {
  expect(shown("none")).toEqual({ text: "", runId: "r1" });
});
