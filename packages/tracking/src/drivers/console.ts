import { writeSync } from "node:fs";

import { z } from "zod";

import type { Entry, PlacedEntry, SpooledValue } from "../entries/entry.ts";
import { defineTracker, type OpenTracker } from "../tracker.ts";

const options = z.strictObject({
  /** 2 is stderr: stdout is the command's own. */
  descriptor: z.int().min(1).max(2).default(2),
});

/** Shows metrics and alerts as lines while a run goes on; what earlier processes of the run logged is not shown again. */
export default defineTracker({
  name: "console",
  summary: "Metrics and alerts as lines on stderr.",
  options,
  async open({ descriptor }): Promise<OpenTracker> {
    let shownFrom: number | undefined;
    const isNew = ({ offset }: PlacedEntry): boolean => shownFrom !== undefined && offset >= shownFrom;
    return {
      accept(entries) {
        shownFrom ??= entries.findLast(({ entry }) => entry.type === "start")?.offset;
        const lines = entries.filter(isNew).flatMap(({ entry }) => lineOf(entry) ?? []);
        if (lines.length === 0) return;
        try {
          writeSync(descriptor, lines.map((line) => `${line}\n`).join(""));
        } catch {
          // A reader that went away misses lines, and nothing else.
        }
      },
      finish: async () => ({ status: "complete", needsSpool: false }),
      async [Symbol.asyncDispose]() {},
    };
  },
});

function lineOf(entry: Entry): string | undefined {
  switch (entry.type) {
    case "row": {
      const shown = Object.entries(entry.values).map(([name, value]) => `${name}=${valueText(value)}`);
      return `${entry.step === undefined ? "" : `step ${entry.step}  `}${shown.join("  ")}`;
    }
    case "alert":
      return `${entry.level.toUpperCase()} ${entry.title}: ${entry.text}`;
    default:
      return undefined;
  }
}

function valueText(value: SpooledValue): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (value === null || typeof value !== "object") return String(value);
  if ("kind" in value && typeof value.kind === "string") return `(${value.kind})`;
  return JSON.stringify(value);
}
