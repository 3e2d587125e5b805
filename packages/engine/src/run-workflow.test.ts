import { type Clock, type EventSink, MlopsError, type RunEvent, cancelled } from "@mlops/core";
import { beforeEach, describe, expect, it } from "vitest";

import { type JournalMemory, journalMemory, memoryJournal } from "./memory-journal.ts";
import { resultOf, resumeRun, type RunOutcome, runWorkflow } from "./run-workflow.ts";
import { defineWorkflow, type Workflow, type WorkflowContext } from "./workflow.ts";

const NOON = Date.UTC(2013, 9, 5, 12);

/** Real time, with the pauses that were asked for written down. */
function machineClock(pauses: number[] = []): Clock {
  return {
    now: () => NOON,
    wall: () => Date.now(),
    monotonic: () => performance.now(),
    sleep(milliseconds, signal) {
      pauses.push(milliseconds);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) reject(cancelled(signal.reason));
        const timer = setTimeout(resolve, milliseconds);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(cancelled(signal.reason));
        });
      });
    },
  };
}

let memory: JournalMemory;
let executed: string[];
let events: RunEvent[];
let seedOfIds = 0;
const sink: EventSink = { emit: (event) => events.push(event) };

beforeEach(() => {
  memory = journalMemory();
  executed = [];
  events = [];
});

type Body = (context: WorkflowContext, input: { readonly n: number }) => Promise<unknown>;

function workflowOf(run: Body, more: Partial<Workflow<{ readonly n: number }>> = {}) {
  return defineWorkflow({
    name: "weekly",
    version: 1,
    input: {
      parse(value) {
        if (typeof value === "object" && value !== null && "n" in value && typeof value.n === "number")
          return { n: value.n };
        throw new Error("n is not a number");
      },
    },
    run,
    ...more,
  });
}

function ports() {
  const clock = machineClock();
  return { journal: memoryJournal({ clock, memory }), clock, events: sink };
}

function run(body: Body, options: Partial<Parameters<typeof runWorkflow>[0]> = {}): Promise<RunOutcome<unknown>> {
  const entropy = (length: number) => new Uint8Array(length).fill(seedOfIds++);
  return runWorkflow({ ...ports(), workflow: workflowOf(body), input: { n: 3 }, seed: 42, entropy, ...options });
}

function resume(body: Body, runId: string, options: Partial<Parameters<typeof resumeRun>[0]> = {}) {
  return resumeRun({ ...ports(), workflow: workflowOf(body), runId, ...options });
}

/** A step's function that notes its execution. */
function noted<Value>(name: string, value: Value): () => Value {
  return () => {
    executed.push(name);
    return value;
  };
}

function failing(name: string, message = `${name} broke`): () => never {
  return () => {
    executed.push(name);
    throw new Error(message);
  };
}

describe("a workflow", () => {
  it("is an ordinary function whose steps are executed once and in order", async () => {
    const outcome = await run(async (context, { n }) => {
      let sum = 0;
      for (let index = 0; index < n; index++)
        sum += await context.step("add", noted(`add#${index}`, index), { key: index });
      return { sum };
    });
    expect(outcome).toMatchObject({ origin: "created", status: "succeeded", result: { sum: 3 } });
    expect(outcome.run).toMatchObject({ status: "succeeded", result: { sum: 3 }, at: NOON, seed: 42, input: { n: 3 } });
    expect(executed).toEqual(["add#0", "add#1", "add#2"]);
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
    expect(memory.runs.size).toBe(0);
  });

  it("puts metrics and reasons of its result into the record", async () => {
    const workflow = workflowOf(async () => ({ mae: 2 }), {
      summarize: () => ({ metrics: { mae: 2, r2: null }, reasons: ["no-trained-model", "no-trained-model"] }),
    });
    const { run: record } = await run(async () => null, { workflow });
    expect(record).toMatchObject({ metrics: { mae: 2, r2: null }, reasons: ["no-trained-model"] });
    expect(events.at(-1)).toMatchObject({ type: "run-finished", status: "succeeded", outcome: "degraded" });
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

describe("the key of a run", () => {
  const body: Body = async (context, { n }) => context.step("count", noted("count", n));

  it("answers the stored result of a run that succeeded, without executing or telling anything", async () => {
    const first = await run(body, { key: "k" });
    events = [];
    const second = await run(body, { key: "k" });
    expect(second).toEqual({ ...first, origin: "replayed" });
    expect(executed).toEqual(["count"]);
    expect(events).toEqual([]);
  });

  it("belongs to one input and seed", async () => {
    await run(body, { key: "k" });
    const otherInput = run(body, { key: "k", input: { n: 4 } });
    await expect(otherInput).rejects.toMatchObject({
      code: "RUN_INPUT_CHANGED",
      details: { differing: ["inputDigest"] },
    });
    await expect(run(body, { key: "k", seed: 1 })).rejects.toMatchObject({ code: "RUN_INPUT_CHANGED" });
  });

  it("resumes a run that failed", async () => {
    const first = await run((context) => context.step("count", failing("count")), { key: "k" });
    const second = await run(body, { key: "k" });
    expect(second).toMatchObject({ origin: "resumed", status: "succeeded", run: { runId: first.run.runId } });
  });
});

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
    expect(executed).toEqual(["first", "second", "second", "third"]);
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
    expect(executed).toEqual(["optional", "next", "next"]);
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
    expect(executed).toEqual(["work", "tidy-up", "work", "publish"]);
    expect(resultOf(await resume(body, failed.run.runId))).toBe("done");
  });

  it("is executed again where the workflow gave up over it with an error of its own", async () => {
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
        executed.push("call");
        if (++calls <= fails) throw new MlopsError("STEP_TIMED_OUT", "slow", { retryable: true });
        return calls;
      };
    };
    const retry = { maxAttempts: 4, initialDelayMs: 2, factor: 2, maxDelayMs: 5, jitter: 0 };
    const outcome = await run((context) => context.step("call", retryable(3), { retry }), { clock });
    expect(outcome).toMatchObject({ status: "succeeded", result: 4 });
    expect(pauses).toEqual([2, 4, 5]);
    expect(events.filter(({ type }) => type === "step-retrying")).toMatchObject([
      { attempt: 1, delayMs: 2, error: { code: "STEP_TIMED_OUT" } },
      { attempt: 2, delayMs: 4 },
      { attempt: 3, delayMs: 5 },
    ]);
    expect(await run((context) => context.step("call", failing("plain"), { retry }))).toMatchObject({
      status: "failed",
    });
    expect(executed.filter((name) => name === "plain")).toHaveLength(1);
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

describe("the journal of another workflow", () => {
  const original: Body = async (context) => {
    await context.step("a", noted("a", 1));
    await context.step("b", noted("b", 2));
    return context.step("c", failing("c"));
  };

  it.each<[string, Body]>([
    ["another step at a position", async (context) => context.step("x", noted("x", 1))],
    ["a step at another position", async (context) => context.step("b", noted("b", 1))],
    ["a step left out", async (context) => context.step("a", noted("a", 1))],
    [
      "a step left out, the error swallowed",
      async (context) => {
        await context.step("x", noted("x", 1)).catch(() => undefined);
        return null;
      },
    ],
    [
      "a step left out while others are under way",
      async (context) => Promise.all([context.step("a", noted("a", 1)), context.step("z", noted("z", 1))]),
    ],
  ])("is WORKFLOW_CHANGED: %s", async (_, changed) => {
    const failed = await run(original);
    await expect(resume(changed, failed.run.runId)).rejects.toMatchObject({
      code: "WORKFLOW_CHANGED",
      category: "conflict",
    });
    const after = await ports().journal.get(failed.run.runId);
    expect(after?.status).toBe("interrupted");
    expect(executed.filter((name) => name === "x")).toEqual([]);
  });

  it("is WORKFLOW_CHANGED by name and by version, unless it has succeeded", async () => {
    const failed = await run(original);
    for (const change of [{ name: "monthly" }, { version: 2 }]) {
      const other = resumeRun({ ...ports(), workflow: workflowOf(original, change), runId: failed.run.runId });
      await expect(other).rejects.toMatchObject({ code: "WORKFLOW_CHANGED" });
    }
    const done = await run(async () => 1);
    const later = await resumeRun({
      ...ports(),
      workflow: workflowOf(original, { version: 2 }),
      runId: done.run.runId,
    });
    expect(later).toMatchObject({ origin: "replayed", result: 1 });
  });

  it("is RECIPE_CHANGED with another recipe, unless that is accepted, and then says so", async () => {
    let broken = true;
    const body: Body = (context) => context.step("a", broken ? failing("a") : noted("a", 1));
    const { run: record } = await run(body, { recipeDigest: "one" });
    broken = false;
    const changed = resume(body, record.runId, { recipeDigest: "two" });
    await expect(changed).rejects.toMatchObject({ code: "RECIPE_CHANGED", category: "conflict" });
    const accepted = await resume(body, record.runId, { recipeDigest: "two", acceptChangedRecipe: true });
    expect(accepted.status).toBe("succeeded");
    expect(events.filter(({ type }) => type === "message")).toMatchObject([{ level: "warn" }]);
  });

  it("names a run that does not exist", async () => {
    await expect(resume(original, "r20131005120000zzzzzz")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });
});

describe("a step key", () => {
  it("is unique in a run; a duplicate fails the run even where it is caught", async () => {
    const outcome = await run(async (context) => {
      await context.step("a", noted("a", 1));
      await context.step("a", noted("a again", 1)).catch(() => undefined);
      return "hidden";
    });
    expect(outcome).toMatchObject({ status: "failed", error: { code: "WORKFLOW_STEP_DUPLICATE" } });
    expect(outcome.run.status).toBe("failed");
    expect(executed).toEqual(["a"]);
  });

  it.each<[string, string | undefined]>([
    ["Fit", undefined],
    ["fit#1", undefined],
    ["fit", "a b"],
    ["fit", "x".repeat(200)],
  ])("is refused: %s %s", async (name, key) => {
    const outcome = await run((context) => context.step(name, () => 1, key === undefined ? {} : { key }));
    expect(outcome).toMatchObject({ status: "failed", error: { code: "WORKFLOW_INVALID" } });
  });
});

it.each([0, -1, NaN])("a time limit of %d ms is refused", async (timeoutMs) => {
  const outcome = await run((context) => context.step("a", () => 1, { timeoutMs }));
  expect(outcome).toMatchObject({ status: "failed", error: { code: "WORKFLOW_INVALID" } });
});

describe("cancelling", () => {
  it("tells the step under way, finishes the run cancelled, and can be resumed", async () => {
    const controller = new AbortController();
    let cancelling = true;
    const body: Body = async (context) => {
      await context.step("first", noted("first", 1));
      await context.step("second", async ({ signal }) => {
        executed.push("second");
        if (!cancelling) return;
        controller.abort(new Error("Ctrl-C"));
        signal.throwIfAborted();
      });
      return context.step("third", noted("third", 3));
    };
    const stopped = await run(body, { signal: controller.signal });
    expect(stopped).toMatchObject({ status: "cancelled", error: { code: "CANCELLED", category: "interrupted" } });
    expect(stopped.run.status).toBe("cancelled");
    expect(stopped.run.error?.hint).toContain(stopped.run.runId);
    expect(events.at(-1)).toMatchObject({ type: "run-finished", status: "cancelled", outcome: "failed" });
    cancelling = false;
    expect(resultOf(await resume(body, stopped.run.runId))).toBe(3);
    expect(executed).toEqual(["first", "second", "second", "third"]);
  });

  it("keeps the result of a step that finishes all the same, and asks for no other", async () => {
    const controller = new AbortController();
    const body: Body = async (context) => {
      const one = await context.step("first", () => {
        executed.push("first");
        controller.abort();
        return 1;
      });
      const two = await context.step("second", noted("second", 2)).catch(() => 20);
      return one + two;
    };
    const stopped = await run(body, { signal: controller.signal });
    expect(stopped.status).toBe("cancelled");
    expect(executed).toEqual(["first"]);
    expect(resultOf(await resume(body, stopped.run.runId))).toBe(3);
    expect(executed).toEqual(["first", "second"]);
  });

  it("ends the pause before a retry", async () => {
    const controller = new AbortController();
    const outcome = run(
      (context) =>
        context.step("call", failing("call"), { retry: { maxAttempts: 9, initialDelayMs: 60_000, retryOn: "any" } }),
      { signal: controller.signal, events: { emit: ({ type }) => type === "step-retrying" && controller.abort() } },
    );
    expect((await outcome).status).toBe("cancelled");
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
    const told = (): string[] => events.map((event) => `${event.type}${"step" in event ? ` ${event.step}` : ""}`);
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
    expect(events[0]).toMatchObject({
      kind: "weekly",
      config: { epochs: 3 },
      resumed: false,
      runId: record.runId,
      at: NOON,
    });
    events = [];
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
    expect(events[0]).toMatchObject({ resumed: true });
    expect(events[1]).toMatchObject({ reused: true });
    expect(events[3]).toMatchObject({ attempt: 2 });
  });
});

describe("a run in two processes", () => {
  it("is executed by one; the other is told who", async () => {
    const gate = Promise.withResolvers<number>();
    const body: Body = (context) => context.step("wait", () => gate.promise);
    const first = run(body, { key: "k" });
    await expect(run(body, { key: "k" })).rejects.toMatchObject({ code: "RUN_HELD", details: { pid: 0 } });
    gate.resolve(5);
    expect(resultOf(await first)).toBe(5);
  });

  it("ends without a finish where its claim is lost", async () => {
    const outcome = run(async (context) => {
      await context.step("a", noted("a", 1));
      const [held] = memory.runs.values();
      if (held) held.holder = undefined;
      return context.step("b", noted("b", 1));
    });
    await expect(outcome).rejects.toMatchObject({ code: "LEASE_LOST" });
    expect([...memory.runs.values()].map(({ record }) => record.status)).toEqual(["running"]);
    expect(events.at(-1)).toMatchObject({ type: "run-finished", status: "interrupted", outcome: "failed" });
  });
});
