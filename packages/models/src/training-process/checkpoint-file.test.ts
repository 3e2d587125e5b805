import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { checkpointFile } from "./checkpoint-file.ts";

const task = { estimator: "x", options: { epochs: 2 }, training: { values: Float64Array.of(1, 2) } };
const progress = { step: 7, parameters: Float32Array.of(0.5, -1), history: [{ loss: 0.25 }] };

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "checkpoint-"));
  path = join(folder, "fit.checkpoint");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("checkpointFile", () => {
  it("gives back what was saved last, in another process too, and leaves one file", () => {
    const file = checkpointFile({ path, intervalMs: 0 }, task);
    expect(file.load()).toBeUndefined();
    file.save({ ...progress, step: 6 });
    file.save(progress);
    expect(checkpointFile({ path, intervalMs: 0 }, structuredClone(task)).load()).toEqual(progress);
    expect(readdirSync(folder)).toEqual(["fit.checkpoint"]);
  });

  it("is none of another task's", () => {
    checkpointFile({ path, intervalMs: 0 }, task).save(progress);
    const others = [
      { ...task, options: { epochs: 3 } },
      { ...task, training: { values: Float64Array.of(1, 3) } },
    ];
    for (const other of others) expect(checkpointFile({ path, intervalMs: 0 }, other).load()).toBeUndefined();
  });

  it("counts a file with any damaged or missing byte as none", () => {
    const file = checkpointFile({ path, intervalMs: 0 }, task);
    file.save(progress);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at += 3) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(path, damaged);
      expect(file.load()).toBeUndefined();
      writeFileSync(path, whole.subarray(0, at));
      expect(file.load()).toBeUndefined();
    }
  });

  it("is due once the interval is over", () => {
    expect(checkpointFile({ path, intervalMs: 0 }, task).isDue()).toBe(true);
    expect(checkpointFile({ path, intervalMs: 1e9 }, task).isDue()).toBe(false);
  });
});
