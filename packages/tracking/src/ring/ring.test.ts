import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createRing, ringOver } from "./ring.ts";

function taken(ring: ReturnType<typeof createRing>): string[] {
  let texts: string[] = [];
  ring.drain((records) => {
    texts = records.map((record) => Buffer.from(record).toString());
  });
  return texts;
}

describe("the ring", () => {
  test("gives back what was pushed, in order, over many rounds", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ maxLength: 40 }), { maxLength: 6 }), { maxLength: 30 }), (rounds) => {
        const ring = createRing(1024);
        const consumer = ringOver(ring.shared);
        for (const texts of rounds) {
          const pushed = texts.filter((text) => {
            const bytes = Buffer.from(text);
            return ring.push(bytes, bytes.length);
          });
          expect(taken(consumer)).toEqual(pushed.map((text) => Buffer.from(text).toString()));
          expect(ring.used).toBe(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("refuses what has no room and keeps what it has", () => {
    const ring = createRing(64);
    const bytes = Buffer.alloc(28, "x");
    expect([ring.push(bytes, 28), ring.push(bytes, 28), ring.push(bytes, 1)]).toEqual([true, true, false]);
    expect(taken(ring)).toHaveLength(2);
    expect(ring.push(bytes, 28)).toBe(true);
  });

  test("keeps everything where the consumer fails", () => {
    const ring = createRing(64);
    ring.push(Buffer.from("abc"), 3);
    expect(() =>
      ring.drain(() => {
        throw new Error("disk full");
      }),
    ).toThrow("disk full");
    expect(taken(ring)).toEqual(["abc"]);
  });

  test("wakes the consumer at a push, and at once where something waits", async () => {
    const ring = createRing(64);
    const consumer = ringOver(ring.shared);
    const woken = consumer.wakened(60_000);
    ring.push(Buffer.from("a"), 1);
    await woken;
    await consumer.wakened(60_000);
    expect(taken(consumer)).toEqual(["a"]);
  });
});
