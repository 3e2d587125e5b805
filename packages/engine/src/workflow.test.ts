import { describe, expect, it } from "vitest";

import { NOON, scene, type Body, workflowOf, run, resume, noted, failing } from "./fixtures/scene.ts";
import { resultOf } from "./run-workflow.ts";

describe("a workflow", () => {
  it("is an ordinary function whose steps are scene.executed once and in order", async () => {
    const outcome = await run(async (context, { n }) => {
      let sum = 0;
      for (let index = 0; index < n; index++)
        sum += await context.step("add", noted(`add#${index}`, index), { key: index });
      return { sum };
    });
    expect(outcome).toMatchObject({ origin: "created", status: "succeeded", result: { sum: 3 } });
    expect(outcome.run).toMatchObject({ status: "succeeded", result: { sum: 3 }, at: NOON, seed: 42, input: { n: 3 } });
    expect(scene.executed).toEqual(["add#0", "add#1", "add#2"]);
  });

  it("gets a step's result as its JSON, the first time too", async () => {
    const outcome = await run(async (context) => {
      const value = await context.step("shape", () => ({ kept: 1, dropped: undefined, minus: -0 }));
      const nothing = await context.step("nothing", () => undefined);
      return { keys: Object.keys(value), nothing: nothing === undefined, minus: Object.is(value.minus, 0) };
    });
    expect(outcome).toMatchObject({ result: { keys: ["kept", "minus"], nothing: true, minus: true } });
  });

  it("has its domain's instant, seed and random numbers from its context", async () => {
    const body: Body = async (context) => {
      const inner = await context.step("draw", (step) => [step.random().uniform(), step.random("b").uniform()]);
      return { now: context.now, seed: context.seed, outer: context.random("a").uniform(), inner };
    };
    const [one, same, other] = [await run(body), await run(body), await run(body, { seed: 43 })].map(resultOf);
    expect(one).toEqual(same);
    expect(one).toMatchObject({ now: NOON, seed: 42 });
    expect(other).not.toEqual(one);
    const { outer, inner } = one as { outer: number; inner: number[] };
    expect(new Set([outer, ...inner]).size).toBe(3);
  });

  it("gives steps one idempotency key over all attempts and processes", async () => {
    const keys: string[] = [];
    const outcome = await run(async (context) =>
      context.step(
        "alert",
        ({ idempotencyKey, attempt }) => {
          keys.push(idempotencyKey);
          if (attempt < 3) throw new Error("again");
        },
        { key: 2, retry: { maxAttempts: 3, initialDelayMs: 0, retryOn: "any" } },
      ),
    );
    expect(keys).toEqual(Array.from({ length: 3 }, () => `${outcome.run.runId}:alert#2`));
  });

  it("refuses input that its parser refuses, before there is a run", async () => {
    const wrong = run(async () => null, { input: { n: "3" } });
    await expect(wrong).rejects.toMatchObject({ code: "WORKFLOW_INPUT_INVALID", category: "invalid" });
    expect(scene.memory.runs.size).toBe(0);
  });

  it("puts metrics and reasons of its result into the record", async () => {
    const workflow = workflowOf(async () => ({ mae: 2 }), {
      summarize: () => ({ metrics: { mae: 2, r2: null }, reasons: ["no-trained-model", "no-trained-model"] }),
    });
    const { run: record } = await run(async () => null, { workflow });
    expect(record).toMatchObject({ metrics: { mae: 2, r2: null }, reasons: ["no-trained-model"] });
    expect(scene.events.at(-1)).toMatchObject({ type: "run-finished", status: "succeeded", outcome: "degraded" });
  });

  it("stores a metric that is not finite as null, and says so", async () => {
    const workflow = workflowOf(async () => null, { summarize: () => ({ metrics: { mae: NaN, r2: 1 } }) });
    const { run: record } = await run(async () => null, { workflow });
    expect(record).toMatchObject({ metrics: { mae: null, r2: 1 }, reasons: ["non-finite-metric"] });
  });

  it.each([
    ["Weekly", 1],
    ["weekly-", 1],
    ["weekly", 0],
    ["weekly", 1.5],
  ])("is refused as %s version %s", (name, version) => {
    expect(() => workflowOf(async () => null, { name, version })).toThrow(
      expect.objectContaining({ code: "WORKFLOW_INVALID" }),
    );
  });
});

describe("events", () => {
  it("tell the run from its start to its end, and are not repeated for what the journal answers", async () => {
    let broken = true;
    const body: Body = async (context) => {
      context.log("info", "begin");
      await context.step("a", (step) => {
        step.progress(1, 2, "half");
        step.emit({ type: "metrics", metrics: { loss: 0.5 }, step: 1 });
        return 1;
      });
      context.emit({ type: "metrics", metrics: { mae: 2 } });
      await context.step("b", broken ? failing("b") : noted("b", 1));
      return null;
    };
    const { run: record } = await run(body, { config: { epochs: 3 } });
    const told = (): string[] => scene.events.map((event) => `${event.type}${"step" in event ? ` ${event.step}` : ""}`);
    expect(told()).toEqual([
      "run-started",
      "message",
      "step-started a",
      "progress a",
      "metrics 1",
      "step-finished a",
      "metrics",
      "step-started b",
      "step-finished b",
      "run-finished",
    ]);
    expect(scene.events[0]).toMatchObject({
      kind: "weekly",
      config: { epochs: 3 },
      resumed: false,
      runId: record.runId,
      at: NOON,
    });
    scene.events = [];
    broken = false;
    await resume(body, record.runId);
    expect(told()).toEqual([
      "run-started",
      "step-finished a",
      "metrics",
      "step-started b",
      "step-finished b",
      "run-finished",
    ]);
    expect(scene.events[0]).toMatchObject({ resumed: true });
    expect(scene.events[1]).toMatchObject({ reused: true });
    expect(scene.events[3]).toMatchObject({ attempt: 2 });
  });
});
