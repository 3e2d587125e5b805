import { setTimeout as delay } from "node:timers/promises";

import { expect } from "vitest";

import { TestProcess } from "../processes/child-process.ts";
import type { LawBook } from "./law.ts";
import { collectionOf } from "./store-tasks.ts";
import { tasksModule } from "./tasks-module.ts";
import { collected } from "./collected.ts";

const LIVES = 12;

export function killLaws(book: LawBook): void {
  book.law(
    "every write that was acknowledged before a SIGKILL is there afterwards",
    async ({ open, address }) => {
      for (let life = 0; life < LIVES; life += 1) {
        await using child = new TestProcess({
          module: tasksModule,
          task: "writeForever",
          argument: { ...address, worker: life, rounds: 0 },
        });
        await child.ready();
        child.go();
        await expect.poll(() => child.reports.length, { timeout: 20_000, interval: 1 }).toBeGreaterThan(0);
        await delay(Math.random() * 120);
        await child.kill();
        const store = await open();
        const collection = collectionOf(store);
        for (const report of child.reports) {
          const { id, digest } = report as { readonly id: string; readonly digest?: string };
          expect(await collection.get(id)).toMatchObject({ _id: id, key: id, text: id.repeat(40) });
          if (digest !== undefined)
            expect(Buffer.from(await store.blobs.read(digest)).toString()).toBe(id.repeat(5000));
        }
        expect(await collected(store.check())).toEqual([]);
        await store[Symbol.asyncDispose]();
      }
    },
    { timeout: 120_000 },
  );
}
