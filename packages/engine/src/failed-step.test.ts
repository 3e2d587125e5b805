import { MlopsError } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { machineClock, scene, type Body, run, resume, noted, failing } from "./fixtures/scene.ts";
import { resultOf } from "./run-workflow.ts";

describe("a failed step", () => {
  it("fails the run; resuming executes it and what comes after it, nothing before it", async () => {
    let broken = true;
    const body: Body = async (context) => {
      const a = await context.step("first", noted("first", 1));
      const b = await context.step("second", broken ? failing("second") : noted("second", 2));
      return a + b + (await context.step("third", noted("third", 3)));
    };
    const failed = await run(body);
    expect(failed).toMatchObject({ status: "failed", run: { status: "failed", error: { code: "INTERNAL_ERROR" } } });
    expect(() => resultOf(failed)).toThrow("second broke");
    broken = false;
    const resumed = await resume(body, failed.run.runId);
    expect(resumed).toMatchObject({ origin: "resumed", status: "succeeded", result: 6 });
    expect(scene.executed).toEqual(["first", "second", "second", "third"]);
  });

  it("that the workflow caught fails again from the journal, without being executed", async () => {
    let broken = true;
    const body: Body = async (context) => {
      const caught = await context.step("optional", failing("optional")).catch((error: unknown) => error);
      await context.step("next", broken ? failing("next") : noted("next", 1));
      return { code: (caught as MlopsError).code, message: (caught as MlopsError).message };
    };
    const failed = await run(body);
    broken = false;
    const resumed = await resume(body, failed.run.runId);
    expect(resumed).toMatchObject({ result: { code: "INTERNAL_ERROR", message: "Error: optional broke" } });
    expect(scene.executed).toEqual(["optional", "next", "next"]);
  });

  it("may be followed by steps that tidy up; a resumption that no longer needs them goes its way", async () => {
    let broken = true;
    const body: Body = async (context) => {
      try {
        await context.step("work", broken ? failing("work") : noted("work", 1));
      } catch (error) {
        await context.step("tidy-up", noted("tidy-up", 1));
        throw new Error("work is not done", { cause: error });
      }
      return context.step("publish", noted("publish", "done"));
    };
    const failed = await run(body);
    broken = false;
    const resumed = await resume(body, failed.run.runId);
    expect(resumed).toMatchObject({ status: "succeeded", result: "done" });
    expect(scene.executed).toEqual(["work", "tidy-up", "work", "publish"]);
    expect(resultOf(await resume(body, failed.run.runId))).toBe("done");
  });

  it("is scene.executed again where the workflow gave up over it with an error of its own", async () => {
    let broken = true;
    const body: Body = (context) =>
      context.step("work", broken ? failing("work") : noted("work", 1)).catch(() => {
        throw new Error("gave up");
      });
    const failed = await run(body);
    expect(failed.run.error?.message).toBe("Error: gave up");
    broken = false;
    expect(resultOf(await resume(body, failed.run.runId))).toBe(1);
  });

  it("keeps code, hint and details of an MlopsError, live and from the journal", async () => {
    const thrown = new MlopsError("STEP_TIMED_OUT", "slow", {
      hint: "wait",
      details: { ms: 5, rate: NaN },
      retryable: true,
    });
    const seen: unknown[] = [];
    let broken = true;
    const body: Body = async (context) => {
      await context.step("slow", () => Promise.reject(thrown)).catch((error: unknown) => seen.push(error));
      if (broken) await context.step("next", failing("next"));
      return null;
    };
    const { run: record } = await run(body);
    await resume(body, record.runId);
    broken = false;
    expect(seen).toHaveLength(2);
    for (const error of seen) {
      expect(error).toMatchObject({
        code: "STEP_TIMED_OUT",
        hint: "wait",
        details: { ms: 5, rate: null },
        retryable: true,
      });
    }
    expect((seen[0] as Error).cause).toBe(thrown);
  });

  it("is retried by its policy only where its error says so", async () => {
    const pauses: number[] = [];
    const clock = machineClock(pauses);
    const retryable = (fails: number) => {
      let calls = 0;
      return () => {
        scene.executed.push("call");
        if (++calls <= fails) throw new MlopsError("STEP_TIMED_OUT", "slow", { retryable: true });
        return calls;
      };
    };
    const retry = { maxAttempts: 4, initialDelayMs: 2, factor: 2, maxDelayMs: 5, jitter: 0 };
    const outcome = await run((context) => context.step("call", retryable(3), { retry }), { clock });
    expect(outcome).toMatchObject({ status: "succeeded", result: 4 });
    expect(pauses).toEqual([2, 4, 5]);
    expect(scene.events.filter(({ type }) => type === "step-retrying")).toMatchObject([
      { attempt: 1, delayMs: 2, error: { code: "STEP_TIMED_OUT" } },
      { attempt: 2, delayMs: 4 },
      { attempt: 3, delayMs: 5 },
    ]);
    expect(await run((context) => context.step("call", failing("plain"), { retry }))).toMatchObject({
      status: "failed",
    });
    expect(scene.executed.filter((name) => name === "plain")).toHaveLength(1);
  });

  it("is one whose result is too large, and the hint says where to put it", async () => {
    const largest = "x".repeat(262_144 - 2);
    expect(await run((context) => context.step("fits", () => largest))).toMatchObject({ status: "succeeded" });
    const outcome = await run((context) => context.step("large", () => `${largest}x`));
    expect(outcome).toMatchObject({
      status: "failed",
      error: { code: "STEP_RESULT_TOO_LARGE", details: { bytes: 262_145 } },
    });
    expect(outcome.run.error?.hint).toContain("blob store");
    const accents = await run((context) => context.step("wide", () => "é".repeat(131_072)));
    expect(accents).toMatchObject({ error: { details: { bytes: 262_146 } } });
  });

  it("is one whose result is not JSON", async () => {
    const outcome = await run((context) => context.step("date", () => ({ when: new Date(0) })));
    expect(outcome).toMatchObject({ status: "failed", error: { code: "VALUE_NOT_JSON" } });
  });

  it("is one that outlives its time limit, whether it heeds its signal or not", async () => {
    let told = false;
    const heeds = await run((context) =>
      context.step(
        "slow",
        ({ signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => {
              told = true;
              reject(signal.reason as Error);
            });
          }),
        { timeoutMs: 5 },
      ),
    );
    expect(heeds).toMatchObject({ status: "failed", error: { code: "STEP_TIMED_OUT", retryable: true } });
    expect(told).toBe(true);
    const deaf = await run((context) => context.step("deaf", () => new Promise(() => undefined), { timeoutMs: 5 }));
    expect(deaf).toMatchObject({ status: "failed", error: { code: "STEP_TIMED_OUT" } });
  });
});

it.each([0, -1, NaN])("a time limit of %d ms is refused", async (timeoutMs) => {
  const outcome = await run((context) => context.step("a", () => 1, { timeoutMs }));
  expect(outcome).toMatchObject({ status: "failed", error: { code: "WORKFLOW_INVALID" } });
});
