import { describe, expect, it } from "vitest";

import { scene, type Body, run, resume, noted, failing } from "./fixtures/scene.ts";
import { resultOf } from "./run-workflow.ts";

describe("cancelling", () => {
  it("tells the step under way, finishes the run cancelled, and can be resumed", async () => {
    const controller = new AbortController();
    let cancelling = true;
    const body: Body = async (context) => {
      await context.step("first", noted("first", 1));
      await context.step("second", async ({ signal }) => {
        scene.executed.push("second");
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
    expect(scene.events.at(-1)).toMatchObject({ type: "run-finished", status: "cancelled", outcome: "failed" });
    cancelling = false;
    expect(resultOf(await resume(body, stopped.run.runId))).toBe(3);
    expect(scene.executed).toEqual(["first", "second", "second", "third"]);
  });

  it("keeps the result of a step that finishes all the same, and asks for no other", async () => {
    const controller = new AbortController();
    const body: Body = async (context) => {
      const one = await context.step("first", () => {
        scene.executed.push("first");
        controller.abort();
        return 1;
      });
      const two = await context.step("second", noted("second", 2)).catch(() => 20);
      return one + two;
    };
    const stopped = await run(body, { signal: controller.signal });
    expect(stopped.status).toBe("cancelled");
    expect(scene.executed).toEqual(["first"]);
    expect(resultOf(await resume(body, stopped.run.runId))).toBe(3);
    expect(scene.executed).toEqual(["first", "second"]);
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
