import type { ProcessIdentity, RunFinish, RunStart } from "@mlops/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { currentProcess } from "../leases/process-identity.ts";
import { temporaryHome, type TemporaryHome } from "./fixtures/temporary-home.ts";
import { type FinishDocument, journalCollections } from "./journal-documents.ts";
import { openJournal } from "./store-journal.ts";

const elsewhere: ProcessIdentity = { host: "elsewhere", pid: 77, token: "t", purpose: "test" };
let home: TemporaryHome;
beforeEach(async () => {
  home = await temporaryHome();
});
afterEach(() => home[Symbol.asyncDispose]());

function journal(process: ProcessIdentity = currentProcess("test")) {
  return openJournal({ store: home.store, clock: home.clock, process, timeToLive: 60_000 });
}

function idOf(number: number): string {
  return `r20131005120000${String(number).padStart(6, "0")}`;
}

async function begin(number: number, overrides: Partial<RunStart> = {}): Promise<string> {
  home.clock.shift += 1_000;
  await journal().begin({
    runId: idOf(number),
    workflow: "weekly",
    workflowVersion: 1,
    input: {},
    at: Date.UTC(2013, 9, 5),
    seed: 42,
    ...overrides,
  });
  return idOf(number);
}

async function finish(runId: string, end: RunFinish): Promise<void> {
  await using claim = await journal().claim(runId);
  await claim.finish(end);
}

async function listed(query: Parameters<ReturnType<typeof journal>["list"]>[0]): Promise<readonly number[]> {
  return (await journal().list(query)).map(({ runId }) => Number(runId.slice(-6)));
}

describe("list", () => {
  it("is newest first, without children, twenty unless told", async () => {
    for (let number = 1; number <= 25; number++) {
      await begin(number, number % 5 === 0 ? { parentRunId: idOf(1) } : {});
    }
    expect(await listed({ limit: 4 })).toEqual([24, 23, 22, 21]);
    expect(await listed({ limit: 4, includeChildren: true })).toEqual([25, 24, 23, 22]);
    expect(await listed({})).toHaveLength(20);
    expect(await listed({ includeChildren: true, limit: 100 })).toHaveLength(25);
  });

  it("filters by kind and by status, told or computed", async () => {
    const ends = { 1: "succeeded", 2: "failed", 3: "cancelled", 4: "succeeded" } as const;
    for (const [number, status] of Object.entries(ends)) await finish(await begin(Number(number)), { status });
    await begin(5, { kind: "realtime" });
    await begin(6);
    await using held = await journal().claim(idOf(6));
    expect(held.runId).toBe(idOf(6));
    await (await journal().claim(idOf(5)))[Symbol.asyncDispose]();
    expect(await listed({ status: "succeeded" })).toEqual([4, 1]);
    expect(await listed({ status: "succeeded", limit: 1 })).toEqual([4]);
    expect(await listed({ status: "failed" })).toEqual([2]);
    expect(await listed({ status: "cancelled" })).toEqual([3]);
    expect(await listed({ status: "interrupted" })).toEqual([5]);
    expect(await listed({ status: "running" })).toEqual([6]);
    expect(await listed({ kind: "realtime" })).toEqual([5]);
    expect(await listed({ kind: "weekly", status: "interrupted" })).toEqual([]);
    expect((await journal().list()).map(({ status }) => status)).toEqual([
      "running",
      "interrupted",
      "succeeded",
      "cancelled",
      "failed",
      "succeeded",
    ]);
  });

  it("finds a computed status beyond the first page", async () => {
    await begin(1);
    await (await journal().claim(idOf(1)))[Symbol.asyncDispose]();
    for (let number = 2; number <= 6; number++) await begin(number);
    expect(await listed({ status: "interrupted", limit: 2 })).toEqual([1]);
  });

  it("knows a finish that its process was killed before repeating in the run's document", async () => {
    const runId = await begin(1);
    await (await journal().claim(runId))[Symbol.asyncDispose]();
    await committedFinish(runId, 1, { status: "succeeded", result: "5" });
    expect(await listed({ status: "succeeded" })).toEqual([1]);
    expect(await listed({ status: "interrupted" })).toEqual([]);
    expect(await journal().get(runId)).toMatchObject({ status: "succeeded", result: 5 });
    await (await journal().claim(runId))[Symbol.asyncDispose]();
    expect(await journalCollections(home.store).runs.find()).toMatchObject([{ state: "succeeded", result: "5" }]);
    expect(await journal().get(runId)).toMatchObject({ status: "succeeded", result: 5 });
  });
});

async function committedFinish(runId: string, epoch: number, end: Pick<FinishDocument, "status" | "result">) {
  const { finishes } = journalCollections(home.store);
  await finishes.insert({
    _id: `finish:${runId}:${epoch}`,
    runId,
    epoch,
    recordedAt: home.clock.wall(),
    at: 0,
    ...end,
  });
}

describe("resolveRunId", () => {
  it("knows ids and the newest run without a parent", async () => {
    await expect(journal().resolveRunId("latest")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await begin(1);
    await begin(2);
    await begin(3, { parentRunId: idOf(1) });
    expect(await journal().resolveRunId("latest")).toBe(idOf(2));
    expect(await journal().resolveRunId(idOf(3))).toBe(idOf(3));
    await expect(journal().resolveRunId(idOf(4))).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });
});

describe("steps", () => {
  it("tells what happened to each", async () => {
    const runId = await begin(1);
    const claim = await journal().claim(runId);
    const error = { code: "STEP_TIMED_OUT", message: "slow" };
    const done = { attempts: 1, durationMs: 4 };
    await claim.beginStep({ stepKey: "collect", index: 0 });
    await claim.commitStep({ stepKey: "collect", index: 0, status: "succeeded", value: 1, ...done });
    await claim.beginStep({ stepKey: "fit", index: 1 });
    await claim.beginStep({ stepKey: "fit", index: 1, previousError: error });
    await claim.beginStep({ stepKey: "alert", index: 2 });
    await claim.commitStep({ stepKey: "alert", index: 2, status: "failed", error, ...done });
    expect(await journal().steps(runId)).toMatchObject([
      { stepKey: "collect", index: 0, status: "succeeded", attempts: 1, durationMs: 4 },
      { stepKey: "fit", index: 1, status: "running", attempts: 2, error },
      { stepKey: "alert", index: 2, status: "failed", attempts: 1, error },
    ]);
    await claim[Symbol.asyncDispose]();
    expect((await journal().steps(runId)).map(({ status }) => status)).toEqual(["succeeded", "interrupted", "failed"]);
    await expect(journal().steps(idOf(9))).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });
});

describe("a claim of another host", () => {
  it("holds until its time to live has passed, and is then refused every write", async () => {
    const runId = await begin(1);
    const lost = await journal(elsewhere).claim(runId);
    home.clock.shift += 59_000;
    await expect(journal().claim(runId)).rejects.toMatchObject({
      code: "RUN_HELD",
      message: expect.stringContaining("process 77 on elsewhere since 20"),
      details: { host: "elsewhere", pid: 77 },
    });
    home.clock.shift += 1_001;
    expect((await journal().get(runId))?.status).toBe("interrupted");
    await using taken = await journal().claim(runId);
    const step = { stepKey: "a", index: 0, status: "succeeded", attempts: 1, durationMs: 1 } as const;
    await expect(lost.beginStep(step)).rejects.toMatchObject({ code: "LEASE_LOST" });
    await expect(lost.commitStep(step)).rejects.toMatchObject({ code: "LEASE_LOST" });
    await expect(lost.finish({ status: "succeeded" })).rejects.toMatchObject({ code: "LEASE_LOST" });
    expect(lost.signal.aborted).toBe(true);
    expect((await taken.finish({ status: "failed" })).status).toBe("failed");
    expect((await journal().get(runId))?.status).toBe("failed");
  });

  it("goes on after a pause longer than its time to live where nobody took over", async () => {
    const runId = await begin(1);
    await using claim = await journal().claim(runId);
    home.clock.shift += 120_000;
    const step = { stepKey: "a", index: 0, status: "succeeded", attempts: 1, durationMs: 1 } as const;
    expect(await claim.commitStep(step)).toMatchObject({ stepKey: "a" });
    expect(claim.signal.aborted).toBe(false);
    expect((await journal().get(runId))?.status).toBe("running");
    await claim.finish({ status: "succeeded", result: 1 });
    expect((await journal().get(runId))?.status).toBe("succeeded");
  });

  it("is lost where another process took over and gave the run back", async () => {
    const runId = await begin(1);
    const lost = await journal(elsewhere).claim(runId);
    home.clock.shift += 120_000;
    await (await journal().claim(runId))[Symbol.asyncDispose]();
    await expect(lost.finish({ status: "succeeded" })).rejects.toMatchObject({ code: "LEASE_LOST" });
    await using next = await journal().claim(runId);
    expect(next.signal.aborted).toBe(false);
  });

  it("cannot finish a run whose claim was closed in the moment before", async () => {
    const runId = await begin(1);
    await using claim = await journal().claim(runId);
    await committedFinish(runId, 1, { status: "superseded" });
    await expect(claim.finish({ status: "succeeded" })).rejects.toMatchObject({ code: "LEASE_LOST" });
  });

  it("is renewed in the background", async () => {
    const short = openJournal({ store: home.store, clock: home.clock, process: elsewhere, timeToLive: 120 });
    await begin(1);
    await using claim = await short.claim(idOf(1));
    const expiry = async (): Promise<number> => (await home.store.leases.inspect(`run:${idOf(1)}`))?.expiresAt ?? 0;
    const before = await expiry();
    await home.clock.sleep(300);
    expect(await expiry()).toBeGreaterThan(before);
    expect(claim.signal.aborted).toBe(false);
  });
});
