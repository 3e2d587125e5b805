import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

import { TestProcess } from "@mlops/conformance";
import { isMlopsError, type MlopsError, randomKey, type TrainingData } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { fitResolved } from "../estimator/fit-resolved.ts";
import { resolveEstimator } from "../estimator/resolve-estimator.ts";
import { smallTraining, troubledUrl } from "../testing/small-training.ts";
import { type ChildTraining, trainInChild } from "./train-in-child.ts";

function troubled(name: string, request: Partial<ChildTraining> = {}): ChildTraining {
  return { estimator: troubledUrl(name), training: smallTraining(), ...request };
}

async function failureOf(work: Promise<unknown>): Promise<MlopsError> {
  const reason: unknown = await work.then(
    () => new Error("it did not fail"),
    (error: unknown) => error,
  );
  if (isMlopsError(reason)) return reason;
  throw reason;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 20) await delay(20);
  return !isAlive(pid);
}

/** Collects the pid that a troubled estimator logs. */
function pidWatch() {
  const found = Promise.withResolvers<number>();
  const onLog = (_: string, message: string): void => {
    const pid = /^pid (\d+)$/.exec(message)?.[1];
    if (pid !== undefined) found.resolve(Number(pid));
  };
  return { pid: found.promise, onLog };
}

describe("trainInChild", { timeout: 60_000 }, () => {
  it("fits what a fit in this process does, bit for bit", async () => {
    const training: TrainingData = {
      features: [
        { kind: "numeric", name: "기온", values: Float64Array.of(1, 2, Number.NaN, 4, 5, 7) },
        { kind: "numeric", name: "y", values: new Float64Array(10).map((_, row) => Math.sin(row)).subarray(2, 8) },
      ],
      target: { kind: "values", values: Float64Array.of(1, 3, 2, 5, 4, 8) },
      weights: Float64Array.of(1, 2, 1, 1, 0, 1),
    };
    const told: number[] = [];
    const { fitted, durationMs, peakMemoryBytes } = await trainInChild({
      estimator: "sklearn.linear_model.Ridge",
      training,
      options: { alpha: 0.5 },
      onProgress: (done, total) => told.push(done / total),
    });
    const here = await fitResolved(await resolveEstimator("sklearn.linear_model.Ridge"), training, { alpha: 0.5 });
    expect(fitted).toEqual(here);
    expect(fitted.options).toMatchObject({ standardize: false });
    expect(told.at(-1)).toBe(1);
    expect(durationMs).toBeGreaterThan(0);
    expect(peakMemoryBytes).toBeGreaterThan(2 ** 20);
  });

  it("hands over seed, threads and the state to go on from, and brings typed arrays and prints back", async () => {
    const lines: string[] = [];
    const first = await trainInChild(troubled("echoing", { seed: "s", threads: 2 }));
    expect(first.fitted).toMatchObject({
      threads: 2,
      state: { words: [...randomKey("s").words], threads: 2, weights: Float32Array.of(1.5, -2), from: null },
    });
    const second = await trainInChild(
      troubled("echoing", { initial: first.fitted, onLog: (_, line) => lines.push(line) }),
    );
    expect(second.fitted.state).toMatchObject({ from: first.fitted.state });
    expect(lines).toContain("printed by the fit");
  });

  it("takes options that JSON does not have as they are", async () => {
    const request = { estimator: "ridge", training: smallTraining(), options: { alpha: Number.POSITIVE_INFINITY } };
    expect(await failureOf(trainInChild(request))).toMatchObject({
      code: "ESTIMATOR_OPTION_INVALID",
      message: expect.stringContaining('"alpha" is "Infinity"'),
    });
  });

  it.each([
    ["no-such", "ESTIMATOR_UNKNOWN", "no-such"],
    [troubledUrl("notAnEstimator"), "ESTIMATOR_UNKNOWN", 'no estimator as "notAnEstimator"'],
    [troubledUrl("crashing"), "ESTIMATOR_PROCESS_FAILED", "SIGABRT"],
    [troubledUrl("leaving"), "ESTIMATOR_PROCESS_FAILED", "exit code 3"],
    [troubledUrl("throwing"), "ESTIMATOR_PROCESS_FAILED", "a slip of the pen"],
  ])("says how it failed: %s", async (estimator, code, text) => {
    const failure = await failureOf(trainInChild({ estimator, training: smallTraining() }));
    expect(failure).toMatchObject({ code, message: expect.stringContaining(text) });
  });

  it.each(["hoarding", "growing"])("ends a fit beyond its memory limit: %s", async (name) => {
    const failure = await failureOf(trainInChild(troubled(name, { memoryLimitBytes: 200 * 2 ** 20 })));
    expect(failure.code).toBe("ESTIMATOR_OUT_OF_MEMORY");
  });

  it.each(["endless", "waiting"])("stops a fit that hears it, well before the grace period ends: %s", async (name) => {
    const controller = new AbortController();
    const { pid, onLog } = pidWatch();
    const training = trainInChild(troubled(name, { signal: controller.signal, onLog, gracePeriodMs: 2_000_000_000 }));
    const failed = failureOf(training);
    const child = await pid;
    controller.abort();
    expect((await failed).code).toBe("CANCELLED");
    expect(await untilGone(child)).toBe(true);
  });

  it("kills a fit that hears nothing after the grace period", async () => {
    const controller = new AbortController();
    const { pid, onLog } = pidWatch();
    const failed = failureOf(trainInChild(troubled("deaf", { signal: controller.signal, onLog, gracePeriodMs: 100 })));
    const child = await pid;
    controller.abort();
    expect((await failed).code).toBe("CANCELLED");
    expect(await untilGone(child)).toBe(true);
  });

  it("does not begin once cancelled", async () => {
    const failure = await failureOf(trainInChild(troubled("echoing", { signal: AbortSignal.abort() })));
    expect(failure.code).toBe("CANCELLED");
  });

  it("says that it was killed from outside", async () => {
    const { pid, onLog } = pidWatch();
    const failed = failureOf(trainInChild(troubled("deaf", { onLog })));
    process.kill(await pid, "SIGKILL");
    expect(await failed).toMatchObject({
      code: "ESTIMATOR_PROCESS_FAILED",
      message: expect.stringContaining("ended by SIGKILL"),
    });
  });

  it.each(["deaf", "waiting"])("ends with its parent, however that ends: %s", async (name) => {
    const before = await leftFiles();
    const parent = new TestProcess({
      module: new URL("../testing/training-parent.ts", import.meta.url).href,
      task: "trainForEver",
      argument: name,
    });
    await parent.ready();
    parent.go();
    while (parent.reports.length === 0) await delay(20);
    const child = Number(parent.reports[0]);
    expect(isAlive(child)).toBe(true);
    await parent.kill();
    expect(await untilGone(child)).toBe(true);
    expect((await leftFiles()).filter((name) => !before.includes(name))).toEqual([]);
  });

  it("leaves this process free to do other things", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 5);
    const controller = new AbortController();
    const { pid, onLog } = pidWatch();
    const failed = failureOf(trainInChild(troubled("deaf", { signal: controller.signal, onLog, gracePeriodMs: 200 })));
    await pid;
    const before = turns;
    controller.abort();
    await failed;
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(before);
  });
});

async function leftFiles(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith("mlops-training-"));
}
