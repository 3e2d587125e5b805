import type { FakeRun, FakeWandb } from "./fake-state.ts";

interface Lines {
  readonly offset: number;
  readonly content: readonly string[];
}

export interface FileStreamBody {
  readonly files?: Readonly<Record<string, Lines>>;
  readonly uploaded?: readonly string[];
  readonly complete?: boolean;
  readonly exitcode?: number;
  readonly preempting?: boolean;
  readonly dropped?: number;
}

const KNOWN = new Set(["files", "uploaded", "complete", "exitcode", "preempting", "dropped"]);
const LONGEST_LINE = 10_383_360;

/** Lines are kept by their number, so that the same lines sent twice are there once. */
export function applyFileStream(fake: FakeWandb, run: FakeRun, body: FileStreamBody): void {
  const say = (problem: string): void => void fake.problems.push(`file_stream of ${run.id}: ${problem}`);
  for (const key of Object.keys(body)) if (!KNOWN.has(key)) say(`unknown field ${key}`);
  for (const [name, { offset, content }] of Object.entries(body.files ?? {})) {
    if (name === "wandb-summary.json") {
      if (offset !== 0 || content.length !== 1) say("the summary is one line at offset 0");
      run.summary = content[0] ?? "";
      jsonOrProblem(run.summary, say);
      continue;
    }
    const target = { "wandb-history.jsonl": run.history, "wandb-events.jsonl": run.events, "output.log": run.output }[
      name
    ];
    if (!target) {
      say(`unknown file ${name}`);
      continue;
    }
    if (offset > target.length) say(`${name}: offset ${offset} leaves a gap after line ${target.length}`);
    for (const [index, line] of content.entries()) {
      if (Buffer.byteLength(line) > LONGEST_LINE) say(`${name}: a line is too long`);
      if (name !== "output.log") jsonOrProblem(line, say);
      target[offset + index] = line;
    }
  }
  for (const name of body.uploaded ?? []) {
    if (!run.files.has(name)) say(`${name} was named as uploaded and is not there`);
    run.uploaded.add(name);
  }
  if (body.complete === undefined) return;
  if (typeof body.exitcode !== "number") say("complete without an exit code");
  run.complete = body.complete;
  run.exitCode = body.exitcode;
}

function jsonOrProblem(line: string, say: (problem: string) => void): void {
  try {
    JSON.parse(line.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (match) => (match.startsWith('"') ? match : "0")));
  } catch {
    say(`no JSON: ${line.slice(0, 100)}`);
  }
}
