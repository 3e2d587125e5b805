import { expect } from "vitest";

import { runTogether } from "../processes/child-process.ts";
import type { LawBook, LawScene } from "./law.ts";
import type { StoreSubject } from "./store-subject.ts";
import { collectionOf, type RaceArgument } from "./store-tasks.ts";
import { tasksModule } from "./tasks-module.ts";

const RACERS = 8;

export function processLaws(book: LawBook, { coldStarts = 64 }: StoreSubject): void {
  book.law(
    `${coldStarts} processes start at once on a store that does not exist`,
    async (scene) => {
      const winners = await race(scene, "coldStart", coldStarts, 1);
      expect(new Set(winners).size).toBe(1);
      const store = await scene.open();
      expect(await collectionOf(store).count()).toBe(coldStarts + 1);
    },
    { timeout: 120_000 },
  );

  book.law("of concurrent insertOnce calls exactly one inserts", async (scene) => {
    const won = (await race(scene, "claimIds", RACERS, 60)) as number[][];
    expect(won.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n));
  });

  book.law("a document that is just being written is missing or whole", async (scene) => {
    const reads = (await race(scene, "watchWrites", 4, 150)) as number[];
    expect(Math.min(...reads)).toBeGreaterThanOrEqual(150);
  });

  book.law(
    "concurrent updates of one document all count",
    async (scene) => {
      await collectionOf(await scene.open()).insert({ _id: "counter", total: 0 });
      await race(scene, "increment", RACERS, 40);
      const counter = await collectionOf(await scene.open()).get("counter");
      expect(counter).toMatchObject({ total: RACERS * 40 });
      expect(Object.values(Object(counter?.["by"]))).toEqual(Array.from({ length: RACERS }, () => 40));
    },
    { needs: "findAndUpdate" },
  );

  book.law(
    "concurrent findAndUpdate calls never take the same document",
    async (scene) => {
      const queue = Array.from({ length: 120 }, (_, n) => ({ _id: `q${n}`, key: n, group: "waiting", rank: n }));
      await collectionOf(await scene.open()).insertManyOnce(queue);
      const taken = (await race(scene, "takeFromQueue", RACERS, 0)) as string[][];
      expect(taken.flat().toSorted()).toEqual(queue.map(({ _id }) => _id).toSorted());
    },
    { needs: "findAndUpdate" },
  );

  book.law(
    "a unique index holds across processes",
    async (scene) => {
      const inserted = (await race(scene, "insertUniqueKeys", RACERS, 40)) as number[];
      expect(inserted.reduce((a, b) => a + b, 0)).toBe(40);
    },
    { needs: "uniqueIndexes" },
  );

  book.law("a lease excludes other processes and its epochs are dense", async (scene) => {
    await collectionOf(await scene.open()).insert({ _id: "counter", total: 0 });
    const epochs = (await race(scene, "countUnderLease", 4, 10)) as number[][];
    expect(epochs.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(await collectionOf(await scene.open()).get("counter")).toMatchObject({ total: 40 });
  });
}

async function race({ address }: LawScene, task: string, count: number, rounds: number): Promise<unknown[]> {
  return runTogether(
    Array.from({ length: count }, (_, worker) => {
      const argument: RaceArgument = { ...address, worker, rounds };
      return { module: tasksModule, task, argument, preload: [address.driverModule] };
    }),
  );
}
