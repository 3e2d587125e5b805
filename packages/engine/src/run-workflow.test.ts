import { describe, expect, it } from "vitest";

import { scene, type Body, workflowOf, ports, run, resume, noted, failing } from "./fixtures/scene.ts";
import { resultOf, resumeRun } from "./run-workflow.ts";

describe("the key of a run", () => {
  const body: Body = async (context, { n }) => context.step("count", noted("count", n));

  it("answers the stored result of a run that succeeded, without executing or telling anything", async () => {
    const first = await run(body, { key: "k" });
    scene.events = [];
    const second = await run(body, { key: "k" });
    expect(second).toEqual({ ...first, origin: "replayed" });
    expect(scene.executed).toEqual(["count"]);
    expect(scene.events).toEqual([]);
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
    expect(scene.executed.filter((name) => name === "x")).toEqual([]);
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
    expect(scene.events.filter(({ type }) => type === "message")).toMatchObject([{ level: "warn" }]);
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
    expect(scene.executed).toEqual(["a"]);
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

describe("a run in two processes", () => {
  it("is scene.executed by one; the other is told who", async () => {
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
      const [held] = scene.memory.runs.values();
      if (held) held.holder = undefined;
      return context.step("b", noted("b", 1));
    });
    await expect(outcome).rejects.toMatchObject({ code: "LEASE_LOST" });
    expect([...scene.memory.runs.values()].map(({ record }) => record.status)).toEqual(["running"]);
    expect(scene.events.at(-1)).toMatchObject({ type: "run-finished", status: "interrupted", outcome: "failed" });
  });
});
