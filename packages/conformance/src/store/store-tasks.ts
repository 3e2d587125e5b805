/** What child processes do to a store; see `runTogether`. */
import type { Collection, JsonValue, Store, StoredDocument, StoreDriver } from "@mlops/core";

import { systemContext } from "../context/system-context.ts";
import type { StoreAddress } from "./store-subject.ts";

export interface RaceArgument extends StoreAddress {
  readonly worker: number;
  readonly rounds: number;
}

export interface Entry extends StoredDocument {
  readonly [field: string]: JsonValue;
}

export const raceCollection = {
  name: "race",
  indexes: [{ fields: ["group", "rank"] }, { fields: ["key"], unique: true }],
} as const;

/** Opens the store and writes at once. */
export async function coldStart(argument: RaceArgument): Promise<unknown> {
  await using store = await openAt(argument);
  const race = collectionOf(store);
  await race.insertOnce({ _id: `worker:${argument.worker}`, group: "g", rank: argument.worker, key: argument.worker });
  const first = await race.insertOnce({ _id: "first", by: argument.worker });
  return first.document["by"];
}

/** Tries to be the first at each of a row of ids; answers those that it won. */
export async function claimIds(argument: RaceArgument): Promise<unknown> {
  await using store = await openAt(argument);
  const won: number[] = [];
  for (let round = 0; round < argument.rounds; round += 1) {
    const key = `once:${round}`;
    const { inserted, document } = await collectionOf(store).insertOnce({ _id: key, key, by: argument.worker });
    if (inserted !== (document["by"] === argument.worker)) throw new Error("inserted and the document disagree");
    if (inserted) won.push(round);
  }
  return won;
}

/** Even workers write a row of documents, odd ones wait for each; answers how many reads it took. */
export async function watchWrites(argument: RaceArgument): Promise<unknown> {
  await using store = await openAt(argument);
  const race = collectionOf(store);
  let reads = 0;
  for (let round = 0; round < argument.rounds; round += 1) {
    const _id = `watched:${round}`;
    if (argument.worker % 2 === 0) await race.insertOnce({ _id, key: _id, text: _id.repeat(50) });
    for (let found: Entry | undefined; found === undefined; reads += 1) {
      found = await race.get(_id);
      if (found !== undefined && found["text"] !== _id.repeat(50)) throw new Error("a part of a document was read");
    }
  }
  return reads;
}

/** Adds one, again and again. */
export async function increment(argument: RaceArgument): Promise<unknown> {
  await using store = await openAt(argument);
  for (let round = 0; round < argument.rounds; round += 1) {
    await collectionOf(store).update("counter", { increment: { total: 1, [`by.worker${argument.worker}`]: 1 } });
  }
  return null;
}

/** Takes entries off a queue until it is empty; answers them in the order of taking. */
export async function takeFromQueue(argument: RaceArgument): Promise<unknown> {
  await using store = await openAt(argument);
  const taken: string[] = [];
  for (;;) {
    const entry = await collectionOf(store).findAndUpdate(
      { filter: { where: { group: "waiting" } }, sort: [{ field: "rank", order: "asc" }] },
      { set: { group: "taken", by: argument.worker } },
    );
    if (entry === undefined) return taken;
    taken.push(entry._id);
  }
}

/** Inserts documents whose unique key others insert as well; answers how many it got in. */
export async function insertUniqueKeys(argument: RaceArgument): Promise<unknown> {
  await using store = await openAt(argument);
  let inserted = 0;
  for (let round = 0; round < argument.rounds; round += 1) {
    try {
      await collectionOf(store).insert({ _id: `${argument.worker}:${round}`, key: `shared:${round}` });
      inserted += 1;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "STORE_DUPLICATE_KEY")) throw error;
    }
  }
  return inserted;
}

/** Adds one by reading and writing apart, which only the lease makes safe; answers the epochs it held. */
export async function countUnderLease(argument: RaceArgument): Promise<unknown> {
  await using store = await openAt(argument);
  const { clock } = systemContext();
  const epochs: number[] = [];
  const holder = { host: "race", pid: process.pid, token: `worker ${argument.worker}`, purpose: "counting" };
  while (epochs.length < argument.rounds) {
    const answer = await store.leases.acquire("counting", { holder, timeToLive: 60_000 });
    if (!answer.acquired) {
      await clock.sleep(1 + (argument.worker % 5));
      continue;
    }
    const before = await collectionOf(store).get("counter");
    await clock.sleep(1);
    await collectionOf(store).update("counter", { set: { total: Number(before?.["total"]) + 1 } });
    epochs.push(answer.lease.epoch);
    await answer.lease.release();
  }
  return epochs;
}

/** Writes until it is killed, reporting each write once the store acknowledged it. */
export async function writeForever(argument: RaceArgument, report: (value: unknown) => void): Promise<unknown> {
  await using store = await openAt(argument);
  const race = collectionOf(store);
  for (let round = 0; ; round += 1) {
    const _id = `life${argument.worker}:${round}`;
    await race.insertOnce({ _id, key: _id, text: _id.repeat(40) });
    if (round % 3 === 0) await race.update(_id, { set: { updated: true } });
    if (round % 10 === 0) {
      const { digest } = await store.blobs.put(Buffer.from(_id.repeat(5000)));
      report({ id: _id, digest });
    } else report({ id: _id });
  }
}

/** Holds a lease, says so, and waits to be killed. */
export async function holdLease(
  argument: RaceArgument & { readonly holder: object },
  report: (value: unknown) => void,
): Promise<unknown> {
  await using store = await openAt(argument);
  const holder = { host: "", token: "", purpose: "to be killed", ...argument.holder, pid: process.pid };
  report((await store.leases.acquire("held", { holder, timeToLive: 3_600_000 })).acquired);
  return systemContext().clock.sleep(60_000);
}

export async function openAt({ driverModule, options }: StoreAddress): Promise<Store> {
  const { default: driver } = (await import(driverModule)) as { readonly default: StoreDriver };
  return driver.open(driver.options.parse(options), systemContext());
}

export function collectionOf(store: Store): Collection<Entry> {
  return store.collection<Entry>(raceCollection);
}
