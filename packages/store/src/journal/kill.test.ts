import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { Store } from "@mlops/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { currentProcess } from "../leases/process-identity.ts";
import { effectsIn, runDrill, stateOf } from "./fixtures/drill.ts";
import type { DrillChild } from "./fixtures/drill-child.ts";
import { temporaryHome, type TemporaryHome } from "./fixtures/temporary-home.ts";
import { journalCollections } from "./journal-documents.ts";
import { openJournal } from "./store-journal.ts";

const child = fileURLToPath(new URL("fixtures/drill-child.ts", import.meta.url));
/** Spares each of the many children the compilation of the same modules. */
const compileCache = await mkdtemp(join(tmpdir(), "mlops-compile-cache-"));
afterAll(() => rm(compileCache, { recursive: true, force: true }));
const NINE_STEPS = ["collect", "prepare", "train#1", "judge#1", "train#2", "judge#2", "report", "card", "publish"];

function startDrill(argument: DrillChild): ChildProcessWithoutNullStreams {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
  return spawn(process.execPath, [child, JSON.stringify(argument)], { env });
}

/** The places that the child came by, and what it wrote to stderr. */
async function ended(drill: ChildProcessWithoutNullStreams): Promise<{ places: readonly string[]; errors: string }> {
  let [output, errors] = ["", ""];
  drill.stdout.on("data", (chunk) => (output += String(chunk)));
  drill.stderr.on("data", (chunk) => (errors += String(chunk)));
  await once(drill, "close");
  return { places: output.split("\n").filter((line) => line !== "" && line !== "open"), errors };
}

async function committedSteps(store: Store): Promise<readonly string[]> {
  const { steps } = journalCollections(store);
  return (await steps.find()).map(({ stepKey }) => stepKey);
}

async function successes(store: Store): Promise<number> {
  return journalCollections(store).finishes.count({ where: { status: "succeeded" } });
}

interface Uninterrupted {
  readonly state: ReturnType<typeof stateOf>;
  readonly steps: readonly unknown[];
  readonly places: readonly string[];
}

/** What the journal holds of the steps, without instants and the order in which two at once were committed. */
async function stepValues(store: Store): Promise<readonly unknown[]> {
  const found = await journalCollections(store).steps.find({ sort: [{ field: "stepKey", order: "asc" }] });
  return found.map(({ stepKey, index, status, value, generation }) => ({ stepKey, index, status, value, generation }));
}

async function uninterrupted(): Promise<Uninterrupted> {
  await using home = await temporaryHome();
  const effects = join(home.folder, "effects");
  const { places, errors } = await ended(startDrill({ home: home.folder, effects }));
  expect(errors).toBe("");
  expect((await effectsIn(effects)).toSorted()).toEqual(NINE_STEPS.toSorted());
  const outcome = await runDrill(home.store, { effects });
  expect(outcome.origin).toBe("replayed");
  return { state: stateOf(outcome.run), steps: await stepValues(home.store), places };
}

/** Resumes in this process what the killed one left, and holds the whole against the law. */
async function resumeAndJudge(home: TemporaryHome, effects: string, whole: Uninterrupted): Promise<void> {
  const committed = await committedSteps(home.store);
  const before = await effectsIn(effects);
  const outcome = await runDrill(home.store, { effects });
  const executed = (await effectsIn(effects)).slice(before.length);

  expect(stateOf(outcome.run)).toEqual(whole.state);
  expect(await stepValues(home.store)).toEqual(whole.steps);
  expect(executed.toSorted()).toEqual(NINE_STEPS.filter((step) => !committed.includes(step)).toSorted());
  expect(await successes(home.store)).toBe(1);
  expect(await journalCollections(home.store).runs.count()).toBe(1);
}

describe("a run killed by SIGKILL", { timeout: 240_000 }, () => {
  let whole: Uninterrupted;
  beforeAll(async () => {
    whole = await uninterrupted();
  }, 60_000);

  it("passes fault points before, inside and after every step, and between commit and answer", () => {
    for (const step of NINE_STEPS) {
      const ofStep = whole.places.filter((place) => place.includes(`:${step}`)).map((place) => place.split(" ")[0]);
      expect(ofStep).toEqual(["before", "after", "inside", "inside", "before", "after"]);
    }
    expect(whole.places.filter((place) => place.includes("finish:"))).toHaveLength(2);
  });

  it("resumes at every fault point to the state of an uninterrupted run", async () => {
    const remaining = whole.places.map((_, index) => index);
    const worker = async (): Promise<void> => {
      for (let killAt = remaining.pop(); killAt !== undefined; killAt = remaining.pop()) {
        await using home = await temporaryHome();
        const effects = join(home.folder, "effects");
        const drill = startDrill({ home: home.folder, effects, killAt });
        const { places, errors } = await ended(drill);
        expect(errors).toBe("");
        expect(drill.signalCode).toBe("SIGKILL");
        expect(places).toHaveLength(killAt + 1);
        await resumeAndJudge(home, effects, whole);
      }
    };
    await Promise.all([worker(), worker()]);
  });

  it("resumes at every fault point of the resumption of a run that failed", async () => {
    let [killAt, killed] = [0, true];
    for (; killed; killAt++) {
      await using home = await temporaryHome();
      const effects = join(home.folder, "effects");
      const breakPublish = (place: string): void => {
        if (place.endsWith(":publish before its effect")) throw new Error("broken");
      };
      const failed = await runDrill(home.store, { effects, inside: breakPublish });
      expect(failed).toMatchObject({ status: "failed", run: { status: "failed" } });
      const drill = startDrill({ home: home.folder, effects, killAt });
      await ended(drill);
      const outcome = await runDrill(home.store, { effects });
      expect(stateOf(outcome.run)).toEqual(whole.state);
      expect(await successes(home.store)).toBe(1);
      const executed = await effectsIn(effects);
      expect(executed.filter((step) => step !== "publish").toSorted()).toEqual(
        NINE_STEPS.filter((step) => step !== "publish").toSorted(),
      );
      expect(executed.filter((step) => step === "publish").length).toBeLessThanOrEqual(2);
      killed = drill.signalCode === "SIGKILL";
    }
    expect(killAt).toBeGreaterThan(12);
  });

  it("resumes when it is killed again and again", async () => {
    await using home = await temporaryHome();
    const effects = join(home.folder, "effects");
    let kills = 0;
    for (; kills < 40; kills++) {
      const drill = startDrill({ home: home.folder, effects, killAt: 18 });
      await ended(drill);
      if (drill.signalCode !== "SIGKILL") break;
    }
    expect(kills).toBeGreaterThan(4);
    expect(kills).toBeLessThan(40);
    const executed = await effectsIn(effects);
    expect([...new Set(executed)].toSorted()).toEqual(NINE_STEPS.toSorted());
    await resumeAndJudge(home, effects, whole);
  });

  it("resumes when it is killed at any time", async () => {
    for (let after = 0; after <= 120; after += 12) {
      await using home = await temporaryHome();
      const effects = join(home.folder, "effects");
      const drill = startDrill({ home: home.folder, effects, pace: 6 });
      const closed = once(drill, "close");
      await once(drill.stdout, "data");
      await Promise.race([delay(after + Math.random() * 12), closed]);
      drill.kill("SIGKILL");
      await closed;
      await expect(resumeAndJudge(home, effects, whole)).resolves.toBeUndefined();
    }
  });
});

describe("a run that another process executes", { timeout: 60_000 }, () => {
  it("is refused by the holder's name, and taken over at once after its death", async () => {
    await using home = await temporaryHome();
    const effects = join(home.folder, "effects");
    const began = Date.now();
    const drill = startDrill({ home: home.folder, effects, waitAt: "judge#1 before its effect" });
    const died = ended(drill);
    const steps = journalCollections(home.store).attempts;
    while ((await steps.count({ where: { stepKey: "judge#1" } })) === 0) await delay(10);

    const journal = openJournal({ store: home.store, clock: home.clock, process: currentProcess("test") });
    const runId = await journal.resolveRunId("latest");
    const refused: unknown = await runDrill(home.store, { effects }).catch((error: unknown) => error);
    const { host } = currentProcess("test");
    expect(refused).toMatchObject({ code: "RUN_HELD", category: "conflict", details: { runId, host, pid: drill.pid } });
    const { since } = (refused as { details: { since: number } }).details;
    expect(since).toBeGreaterThanOrEqual(began);
    expect(since).toBeLessThanOrEqual(Date.now());
    expect((await journal.get(runId))?.status).toBe("running");
    expect((await journal.steps(runId)).map(({ status }) => status)).toEqual([
      "succeeded",
      "succeeded",
      "succeeded",
      "running",
    ]);

    drill.kill("SIGKILL");
    await died;
    expect((await journal.get(runId))?.status).toBe("interrupted");
    const outcome = await runDrill(home.store, { effects });
    expect(outcome).toMatchObject({ origin: "resumed", status: "succeeded", run: { runId } });
    expect((await effectsIn(effects)).filter((step) => step === "collect")).toHaveLength(1);
    expect((await journal.steps(runId)).find(({ stepKey }) => stepKey === "judge#1")?.attempts).toBe(2);
  });

  it("has one executor when two resume it at the same time", async () => {
    await using home = await temporaryHome();
    const effects = join(home.folder, "effects");
    await ended(startDrill({ home: home.folder, effects, killAt: 30 }));
    const answers = await Promise.allSettled([
      runDrill(home.store, { effects, inside: () => delay(5) }),
      runDrill(home.store, { effects, inside: () => delay(5) }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "RUN_HELD" } });
    expect(await successes(home.store)).toBe(1);
  });
});
