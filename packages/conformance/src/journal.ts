/* oxlint-disable vitest/expect-expect, vitest/valid-title -- a law is declared by name and asserts in its check */
import type { Journal, RunStart, StepResult } from "@mlops/core";
import { describe, expect, test } from "vitest";

/** Two processes' journals over one and the same storage. */
export interface JournalSubject extends AsyncDisposable {
  readonly first: Journal;
  readonly second: Journal;
}

export interface JournalConformanceOptions {
  readonly name: string;
  /** Opens an empty storage. */
  readonly open: () => Promise<JournalSubject>;
}

const FIRST_RUN = "r20131005120000aaaaaa";
const SECOND_RUN = "r20131005120000bbbbbb";

function start(overrides: Partial<RunStart> = {}): RunStart {
  return {
    runId: FIRST_RUN,
    workflow: "weekly",
    workflowVersion: 3,
    input: { station: "108", "dotted.name": [1, null, "x"], $sign: true },
    at: Date.UTC(2013, 9, 5, 12),
    seed: 42,
    ...overrides,
  };
}

function success(stepKey: string, index: number, value: StepResult["value"] = { done: stepKey }): StepResult {
  return { stepKey, index, status: "succeeded", value, attempts: 1, durationMs: 5 };
}

const failure: StepResult = {
  stepKey: "fit",
  index: 1,
  status: "failed",
  error: { code: "STEP_TIMED_OUT", message: "too slow", hint: "wait", details: { "a.b": 1 }, retryable: true },
  attempts: 2,
  durationMs: 7,
};

/** The laws of `Journal` and `RunClaim`: what a driver of either must hold. */
export function journalConformance({ name, open }: JournalConformanceOptions): void {
  describe(`journal: ${name}`, () => {
    const law = (title: string, check: (subject: JournalSubject) => Promise<void>): void => {
      test(title, { timeout: 30_000 }, async () => {
        await using subject = await open();
        await check(subject);
      });
    };
    beginning(law);
    claiming(law);
    stepping(law);
    finishing(law);
  });
}

type Law = (title: string, check: (subject: JournalSubject) => Promise<void>) => void;

function beginning(law: Law): void {
  law("a run keeps all that it was begun with", async ({ first, second }) => {
    const given = start({ kind: "realtime", recipeDigest: "ab", parentRunId: SECOND_RUN, labels: { station: "108" } });
    const { created, run } = await first.begin(given);
    expect(created).toBe(true);
    expect(run).toMatchObject({ ...given, key: FIRST_RUN, status: "running" });
    expect(run.inputDigest).toMatch(/^[0-9a-f]{64}$/);
    await using claim = await first.claim(FIRST_RUN);
    expect(claim.runId).toBe(FIRST_RUN);
    expect(await second.get(FIRST_RUN)).toEqual(run);
  });

  law("an unknown run is undefined, and cannot be claimed", async ({ first }) => {
    expect(await first.get(FIRST_RUN)).toBeUndefined();
    await expect(first.claim(FIRST_RUN)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });

  law("two starts with one key are one run, the first", async ({ first, second }) => {
    await first.begin(start({ key: "realtime:108:12" }));
    const again = await second.begin(start({ runId: SECOND_RUN, key: "realtime:108:12", seed: 7 }));
    expect(again).toMatchObject({ created: false, run: { runId: FIRST_RUN, seed: 42 } });
    expect(await second.get(SECOND_RUN)).toBeUndefined();
  });

  law("of many starts with one key at once, one creates", async ({ first, second }) => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? first : second).begin(start({ runId: `r2013100512000000000${index}`, key: "one" })),
      ),
    );
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ run }) => run.runId)).size).toBe(1);
  });
}

function claiming(law: Law): void {
  law(
    "a claimed run is refused to others, by name of its holder, until it is given back",
    async ({ first, second }) => {
      await first.begin(start());
      const claim = await first.claim(FIRST_RUN);
      await expect(second.claim(FIRST_RUN)).rejects.toMatchObject({
        code: "RUN_HELD",
        details: { runId: FIRST_RUN, host: expect.any(String), pid: expect.any(Number), since: expect.any(Number) },
      });
      expect((await second.get(FIRST_RUN))?.status).toBe("running");
      await claim[Symbol.asyncDispose]();
      await using next = await second.claim(FIRST_RUN);
      expect(next.signal.aborted).toBe(false);
    },
  );

  law("a run that was given back without a finish reads interrupted", async ({ first, second }) => {
    await first.begin(start());
    await (await first.claim(FIRST_RUN))[Symbol.asyncDispose]();
    expect((await second.get(FIRST_RUN))?.status).toBe("interrupted");
  });

  law("a claim that was given back writes nothing any more", async ({ first, second }) => {
    await first.begin(start());
    const old = await first.claim(FIRST_RUN);
    await old[Symbol.asyncDispose]();
    await expect(old.commitStep(success("collect", 0))).rejects.toMatchObject({ code: "LEASE_LOST" });
    await using next = await second.claim(FIRST_RUN);
    await expect(old.commitStep(success("collect", 0))).rejects.toMatchObject({ code: "LEASE_LOST" });
    await expect(old.finish({ status: "succeeded" })).rejects.toMatchObject({ code: "LEASE_LOST" });
    expect(await next.completedSteps()).toEqual([]);
  });
}

function stepping(law: Law): void {
  law("committed steps are read by the next claim, in order of commit", async ({ first, second }) => {
    await first.begin(start());
    const blobs = [{ digest: "0".repeat(64), size: 1, mediaType: "text/csv" }];
    const claim = await first.claim(FIRST_RUN);
    const committed = [
      await claim.commitStep({ ...success("collect#2", 1), blobs }),
      await claim.commitStep(success("collect#1", 0, { "dotted.name": [null, 1.5], $x: "é" })),
      await claim.commitStep({ stepKey: "nothing", index: 2, status: "succeeded", attempts: 1, durationMs: 0 }),
    ];
    await claim[Symbol.asyncDispose]();
    await using next = await second.claim(FIRST_RUN);
    expect(await next.completedSteps()).toEqual(committed);
    expect(committed.map(({ stepKey }) => stepKey)).toEqual(["collect#2", "collect#1", "nothing"]);
    expect(committed[2]).not.toHaveProperty("value");
  });

  law("the first result of a step stands", async ({ first, second }) => {
    await first.begin(start());
    const claim = await first.claim(FIRST_RUN);
    const standing = await claim.commitStep(success("collect", 0, 1));
    expect(await claim.commitStep(success("collect", 0, 2))).toEqual(standing);
    await claim[Symbol.asyncDispose]();
    await using next = await second.claim(FIRST_RUN);
    expect(await next.commitStep(success("collect", 0, 3))).toEqual(standing);
    expect(await next.completedSteps()).toEqual([standing]);
  });

  law("attempts are counted over all claims", async ({ first, second }) => {
    await first.begin(start());
    const claim = await first.claim(FIRST_RUN);
    expect(await claim.beginStep({ stepKey: "fit", index: 0 })).toBe(1);
    const previousError = { code: "STEP_TIMED_OUT", message: "too slow", details: { "a.b": 1 } };
    expect(await claim.beginStep({ stepKey: "fit", index: 0, previousError })).toBe(2);
    await claim[Symbol.asyncDispose]();
    await using next = await second.claim(FIRST_RUN);
    expect(await next.beginStep({ stepKey: "fit", index: 0 })).toBe(3);
    expect(await next.beginStep({ stepKey: "fit#2", index: 1 })).toBe(1);
  });
}

function finishing(law: Law): void {
  law("a finish is the run's state for everyone", async ({ first, second }) => {
    await first.begin(start());
    await using claim = await first.claim(FIRST_RUN);
    const finish = {
      status: "succeeded",
      result: { "dotted.name": 1 },
      metrics: { mae: 1.5, r2: null },
      reasons: ["no-trained-model"],
    } as const;
    const record = await claim.finish(finish);
    expect(record).toMatchObject({ ...finish, runId: FIRST_RUN, finishedAt: expect.any(Number) });
    expect(await second.get(FIRST_RUN)).toEqual(record);
  });

  law("a succeeded run stays succeeded when it is claimed", async ({ first, second }) => {
    await first.begin(start());
    await using claim = await first.claim(FIRST_RUN);
    const record = await claim.finish({ status: "succeeded", result: 1 });
    await claim[Symbol.asyncDispose]();
    await (await second.claim(FIRST_RUN))[Symbol.asyncDispose]();
    expect(await second.get(FIRST_RUN)).toEqual(record);
  });

  for (const status of ["failed", "cancelled"] as const) {
    law(`a ${status} run is open again once it is claimed`, async ({ first, second }) => {
      await first.begin(start());
      const claim = await first.claim(FIRST_RUN);
      await claim.finish({ status, error: { code: "CANCELLED", message: "stopped" } });
      await claim[Symbol.asyncDispose]();
      expect(await second.get(FIRST_RUN)).toMatchObject({ status, error: { code: "CANCELLED" } });
      const next = await second.claim(FIRST_RUN);
      const open = await first.get(FIRST_RUN);
      expect(open?.status).toBe("running");
      expect(open).not.toHaveProperty("error");
      expect(open).not.toHaveProperty("finishedAt");
      await next[Symbol.asyncDispose]();
      expect((await first.get(FIRST_RUN))?.status).toBe("interrupted");
    });
  }

  law("reopened steps are committed anew; the others stand", async ({ first, second }) => {
    await first.begin(start());
    const claim = await first.claim(FIRST_RUN);
    const kept = await claim.commitStep(success("collect", 0));
    const failed = await claim.commitStep(failure);
    expect(failed).toMatchObject(failure);
    await claim.commitStep(success("tidy-up", 2));
    await claim.finish({ status: "failed", error: { code: "X", message: "" }, reopens: ["fit", "tidy-up"] });
    await claim[Symbol.asyncDispose]();

    const next = await second.claim(FIRST_RUN);
    expect(await next.completedSteps()).toEqual([kept]);
    const anew = await next.commitStep(success("fit", 1));
    expect(anew.status).toBe("succeeded");
    await next[Symbol.asyncDispose]();
    await using last = await first.claim(FIRST_RUN);
    expect(await last.completedSteps()).toEqual([kept, anew]);
  });

  law("a step may fail and be reopened again and again", async ({ first, second }) => {
    await first.begin(start());
    for (const journal of [first, second, first]) {
      await using claim = await journal.claim(FIRST_RUN);
      expect(await claim.completedSteps()).toEqual([]);
      expect((await claim.commitStep(failure)).status).toBe("failed");
      await claim.finish({ status: "failed", error: { code: "X", message: "" }, reopens: ["fit"] });
    }
    await using last = await second.claim(FIRST_RUN);
    expect((await last.commitStep(success("fit", 1))).status).toBe("succeeded");
  });

  law("a failed step that was not reopened stands", async ({ first, second }) => {
    await first.begin(start());
    const claim = await first.claim(FIRST_RUN);
    const failed = await claim.commitStep(failure);
    await claim[Symbol.asyncDispose]();
    await using next = await second.claim(FIRST_RUN);
    expect(await next.completedSteps()).toEqual([failed]);
  });
}
