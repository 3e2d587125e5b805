import { hostname } from "node:os";

import type { Lease, LeaseAnswer, ProcessIdentity } from "@mlops/core";
import { expect } from "vitest";

import { ManualClock } from "../context/manual-clock.ts";
import { TestProcess } from "../processes/child-process.ts";
import type { LawBook } from "./law.ts";
import { tasksModule } from "./tasks-module.ts";

const alice: ProcessIdentity = { host: "a.example", pid: 1, token: "alice", purpose: "realtime r1" };
const bob: ProcessIdentity = { host: "b.example", pid: 1, token: "bob", purpose: "realtime r2" };
const lost = { code: "LEASE_LOST" };

export function leaseLaws(book: LawBook): void {
  book.law("a held lease is refused and names its holder", async ({ open }) => {
    const clock = new ManualClock();
    const { leases } = await open({ clock });
    const lease = granted(await leases.acquire("x", { holder: alice, timeToLive: 1000 }));
    expect(lease).toMatchObject({ name: "x", epoch: 1, expiresAt: clock.wall() + 1000 });
    const holder = { ...alice, epoch: 1, acquiredAt: clock.wall(), expiresAt: clock.wall() + 1000 };
    expect(await leases.acquire("x", { holder: bob, timeToLive: 1000 })).toEqual({ acquired: false, heldBy: holder });
    expect(await leases.acquire("x", { holder: alice, timeToLive: 1000 })).toMatchObject({ acquired: false });
    expect(await leases.inspect("x")).toEqual(holder);
    expect(await leases.inspect("y")).toBeUndefined();
    expect(granted(await leases.acquire("x:1", { holder: bob, timeToLive: 1000 })).epoch).toBe(1);
  });

  book.law("a renewed lease lives on, one that ran out is lost", async ({ open }) => {
    const clock = new ManualClock();
    const { leases } = await open({ clock });
    const lease = granted(await leases.acquire("x", { holder: alice, timeToLive: 1000 }));
    clock.advance(900);
    await lease.renew();
    expect(lease.expiresAt).toBe(clock.wall() + 1000);
    clock.advance(999);
    await lease.assertHeld();
    clock.advance(1);
    await expect(lease.assertHeld()).rejects.toMatchObject(lost);
    await expect(lease.renew()).rejects.toMatchObject(lost);
    expect(await leases.inspect("x")).toBeUndefined();
  });

  book.law("a new holder has a higher epoch and fences off the old one", async ({ open }) => {
    const clock = new ManualClock();
    const { leases } = await open({ clock });
    const old = granted(await leases.acquire("x", { holder: alice, timeToLive: 1000 }));
    clock.advance(1000);
    const next = granted(await leases.acquire("x", { holder: bob, timeToLive: 1000 }));
    expect(next.epoch).toBe(2);
    await expect(old.renew()).rejects.toMatchObject(lost);
    await expect(old.assertHeld()).rejects.toMatchObject(lost);
    await old.release();
    await next.assertHeld();
    await next.renew();
  });

  book.law("a released lease is free at once; epochs stay dense", async ({ open }) => {
    const { leases } = await open({ clock: new ManualClock() });
    for (let epoch = 1; epoch <= 20; epoch += 1) {
      const lease = granted(await leases.acquire("x", { holder: alice, timeToLive: 1000 }));
      expect(lease.epoch).toBe(epoch);
      await lease.release();
      await lease.release();
      await expect(lease.assertHeld()).rejects.toMatchObject(lost);
      await expect(lease.renew()).rejects.toMatchObject(lost);
    }
  });

  book.law("the lease of a process of this host that was killed is free at once", async ({ open, address }) => {
    const { leases } = await open();
    await using child = new TestProcess({
      module: tasksModule,
      task: "holdLease",
      argument: { ...address, worker: 0, rounds: 0, holder: { host: hostname() } },
    });
    await child.ready();
    child.go();
    await expect.poll(() => child.reports, { timeout: 10_000 }).toEqual([true]);
    expect((await leases.acquire("held", { holder: alice, timeToLive: 1000 })).acquired).toBe(false);
    await child.kill();
    expect(granted(await leases.acquire("held", { holder: alice, timeToLive: 1000 })).epoch).toBe(2);
  });

  book.law("the lease of another host's process is not judged by its pid", async ({ open }) => {
    const { leases } = await open();
    const stranger = { ...alice, host: "elsewhere.example", pid: 2 ** 22 + 1 };
    granted(await leases.acquire("x", { holder: stranger, timeToLive: 60_000 }));
    expect((await leases.acquire("x", { holder: bob, timeToLive: 60_000 })).acquired).toBe(false);
  });

  book.law("a lease without a life or a name is refused", async ({ open }) => {
    const { leases } = await open();
    for (const timeToLive of [0, -1, 0.5, Number.NaN, Infinity]) {
      await expect(leases.acquire("x", { holder: alice, timeToLive })).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
    await expect(leases.acquire("", { holder: alice, timeToLive: 1 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
}

function granted(answer: LeaseAnswer): Lease {
  if (!answer.acquired) throw new Error(`held by ${answer.heldBy.purpose}`);
  return answer.lease;
}
