import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";

import { makeFolder } from "@mlops/store/make-folder";
import { z } from "zod";

import type { PlacedEntry } from "../entries/entry.ts";
import { defineTracker, type OpenTracker } from "../tracker.ts";

const options = z.strictObject({ path: z.string().min(1).describe("File that the lines are appended to.") });

/** NaN and ±Infinity are null here: other programs read these lines. */
export default defineTracker({
  name: "jsonl",
  summary: "One JSON line for each entry, in a file of the run.",
  options,
  async open({ path }, { runId }): Promise<OpenTracker> {
    makeFolder(dirname(path));
    const fd = openSync(path, "a+", 0o600);
    let { taken, length } = lastLine(fd);
    ftruncateSync(fd, length);
    return {
      accept(entries) {
        const fresh = entries.filter(({ offset }) => offset > taken);
        if (fresh.length === 0) return;
        const bytes = Buffer.from(fresh.map((entry) => lineOf(runId, entry)).join(""));
        try {
          for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
        } catch (error) {
          ftruncateSync(fd, length);
          throw error;
        }
        length += bytes.length;
        taken = fresh.at(-1)?.offset ?? taken;
      },
      finish: async () => ({ status: "complete", place: path, needsSpool: false }),
      async [Symbol.asyncDispose]() {
        closeSync(fd);
      },
    };
  },
});

function lineOf(runId: string, { offset, entry }: PlacedEntry): string {
  return `${JSON.stringify({ runId, offset, ...entry })}\n`;
}

/** The offset that the last whole line tells; what follows it was torn by the end of a process and is cut off. */
function lastLine(fd: number): { taken: number; length: number } {
  const { size } = fstatSync(fd);
  const bytes = Buffer.alloc(size);
  readSync(fd, bytes, 0, size, 0);
  for (let end = bytes.lastIndexOf("\n"); end !== -1; end = bytes.lastIndexOf("\n", end - 1)) {
    const start = end === 0 ? 0 : bytes.lastIndexOf("\n", end - 1) + 1;
    const offset = offsetOf(bytes.subarray(start, end).toString());
    if (offset !== undefined) return { taken: offset, length: end + 1 };
    if (end === 0) break;
  }
  return { taken: -1, length: 0 };
}

function offsetOf(line: string): number | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const known = typeof value === "object" && value !== null && "offset" in value ? value.offset : undefined;
    return typeof known === "number" ? known : undefined;
  } catch {
    return undefined;
  }
}
