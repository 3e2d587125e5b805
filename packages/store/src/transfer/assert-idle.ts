import { MlopsError, type Store } from "@mlops/core";

import { leaseCollection, type LeaseDocument } from "../leases/document-leases.ts";

/**
 * Makes sure that nobody is at work on a store.
 *
 * @param what what is to be done with it, for the message: `be copied`
 * @throws MlopsError STORE_IN_USE where a process holds a lease
 */
export async function assertIdle(store: Store, what: string): Promise<void> {
  const open = await store.collection<LeaseDocument>(leaseCollection).find({
    filter: { where: { closedAt: { exists: false } } },
    fields: ["name"],
  });
  for (const name of new Set(open.map((lease) => lease.name))) {
    const holder = await store.leases.inspect(name);
    if (holder === undefined) continue;
    const { host, pid, purpose } = holder;
    throw new MlopsError(
      "STORE_IN_USE",
      `The store cannot ${what} now: process ${pid} on ${host} is at work on it (${purpose}).`,
      { details: { lease: name, host, pid, purpose } },
    );
  }
}
