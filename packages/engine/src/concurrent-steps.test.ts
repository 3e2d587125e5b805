import type { Clock, Journal } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { journalMemory, memoryJournal } from "./memory-journal.ts";
import { runWorkflow } from "./run-workflow.ts";
import { defineWorkflow } from "./workflow.ts";

const clock: Clock = {
  now: () => 0,
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const surroundings = {
  input: {},
  key: "k",
  seed: 1,
  clock,
  events: { emit: () => undefined },
  entropy: (length: number) => new Uint8Array(length),
};

class Killed extends Error {}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A journal whose process dies at its n-th write, and whose commits are answered the later the earlier they were made. */
function dyingJournal(inner: Journal, writes: number): Journal {
  let left = writes;
  let slowness = 9;
  const alive = (): void => {
    if (left-- <= 0) throw new Killed();
  };
  return {
    begin: (start) => inner.begin(start),
    get: (runId) => inner.get(runId),
    async claim(runId) {
      const claim = await inner.claim(runId);
      return {
        runId,
        signal: claim.signal,
        completedSteps: () => claim.completedSteps(),
        async beginStep(step) {
          alive();
          return claim.beginStep(step);
        },
        async commitStep(result) {
          alive();
          const record = await claim.commitStep(result);
          await turns((slowness = (slowness + 6) % 10));
          alive();
          return record;
        },
        async finish(finish) {
          alive();
          return claim.finish(finish);
        },
        [Symbol.asyncDispose]: () => claim[Symbol.asyncDispose](),
      };
    },
  };
}

interface Branch {
  readonly steps: number;
  /** How many turns of the event loop each step takes, per process. */
  readonly delays: readonly number[];
  /** How many promise reactions the branch spends between a result and its next step. */
  readonly reactions: number;
}

/** Branches of steps at once; each notes in a shared list that it got a result, and a last step gets that list. */
function branchWorkflow(branches: readonly Branch[], process: number, executed: string[]) {
  return defineWorkflow({
    name: "branches",
    version: 1,
    input: { parse: (value) => value },
    async run(context) {
      const met: string[] = [];
      const branch = async ({ steps, delays, reactions }: Branch, b: number): Promise<void> => {
        for (let s = 0; s < steps; s++) {
          const key = `${b}.${s}`;
          const pace = delays[(s + process) % delays.length] ?? 0;
          const name = await context.step(
            "work",
            async () => {
              executed.push(key);
              await turns(pace);
              return key;
            },
            { key },
          );
          met.push(name);
          for (let reaction = 0; reaction < reactions; reaction++) await Promise.resolve();
        }
      };
      await Promise.all(branches.map(branch));
      return context.step("last", () => [...met]);
    },
  });
}

const branchArbitrary = fc.record({
  steps: fc.integer({ min: 1, max: 4 }),
  delays: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 }),
  reactions: fc.integer({ min: 0, max: 5 }),
});

describe("steps at once", () => {
  it("resume from any death with any timing: no step again, the same order of results, one end", async () => {
    const property = fc.asyncProperty(
      fc.array(branchArbitrary, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 4 }),
      async (branches, deaths) => {
        const memory = journalMemory();
        const start = async (process: number, writes: number) => {
          const executed: string[] = [];
          const journal = dyingJournal(memoryJournal({ clock, memory }), writes);
          const finished = new Set([...memory.runs.values()].flatMap(({ steps }) => [...steps.keys()]));
          const outcome = await runWorkflow({
            workflow: branchWorkflow(branches, process, executed),
            ...surroundings,
            journal,
          }).catch((error: unknown) => {
            if (error instanceof Killed) return undefined;
            throw error;
          });
          expect(executed.filter((key) => finished.has(`work#${key}`))).toEqual([]);
          return outcome;
        };
        let outcome;
        for (const [process, writes] of deaths.entries()) outcome ??= await start(process, writes);
        outcome ??= await start(deaths.length, Infinity);

        const [run] = memory.runs.values();
        const committed = [...(run?.steps.keys() ?? [])].map((key) => key.replace("work#", ""));
        expect(outcome).toMatchObject({ status: "succeeded", result: committed.slice(0, -1) });
        expect(committed.at(-1)).toBe("last");
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });

  it("may race: the same step wins after a resumption", async () => {
    const memory = journalMemory();
    const start = (slow: string, writes: number) =>
      runWorkflow({
        workflow: defineWorkflow({
          name: "race",
          version: 1,
          input: { parse: (value) => value },
          async run(context) {
            const contender = (name: string) =>
              context.step(name, async () => {
                if (name === slow) await clock.sleep(20);
                return name;
              });
            const winner = await Promise.race([contender("a"), contender("b")]);
            await context.step("next", () => winner);
            return winner;
          },
        }),
        ...surroundings,
        journal: dyingJournal(memoryJournal({ clock, memory }), writes),
      });
    await expect(start("a", 6)).rejects.toBeInstanceOf(Killed);
    expect(await start("b", Infinity)).toMatchObject({ status: "succeeded", result: "b" });
  });

  it("are stopped and waited for when another one fails the run; what finished all the same is kept", async () => {
    const memory = journalMemory();
    const executed: string[] = [];
    let broken = true;
    const start = () =>
      runWorkflow({
        workflow: defineWorkflow({
          name: "siblings",
          version: 1,
          input: { parse: (value) => value },
          run: (context) =>
            Promise.all([
              context.step("fails", () => {
                executed.push("fails");
                if (broken) throw new Error("broken");
                return 1;
              }),
              context.step("finishes", async ({ signal }) => {
                executed.push("finishes");
                await clock.sleep(5);
                return broken === signal.aborted;
              }),
              context.step("stops", async ({ signal }) => {
                executed.push("stops");
                await clock.sleep(5);
                signal.throwIfAborted();
                return 3;
              }),
            ]),
        }),
        ...surroundings,
        journal: memoryJournal({ clock, memory }),
      });
    expect(await start()).toMatchObject({ status: "failed", error: { message: "Error: broken" } });
    broken = false;
    expect(await start()).toMatchObject({ status: "succeeded", result: [1, true, 3] });
    expect(executed).toEqual(["fails", "finishes", "stops", "fails", "stops"]);
  });

  it("that failed together are executed again together", async () => {
    const memory = journalMemory();
    const executed: string[] = [];
    let broken = true;
    const fails = (name: string) => () => {
      executed.push(name);
      if (broken) throw new Error(name);
      return name;
    };
    const start = () =>
      runWorkflow({
        workflow: defineWorkflow({
          name: "together",
          version: 1,
          input: { parse: (value) => value },
          run: (context) => Promise.all([context.step("one", fails("one")), context.step("two", fails("two"))]),
        }),
        ...surroundings,
        journal: memoryJournal({ clock, memory }),
      });
    expect(await start()).toMatchObject({ status: "failed" });
    broken = false;
    expect(await start()).toMatchObject({ status: "succeeded", result: ["one", "two"] });
    expect(executed).toEqual(["one", "two", "one", "two"]);
  });
});
