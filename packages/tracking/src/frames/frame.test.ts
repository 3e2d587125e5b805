import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { frameOf, scanFrames } from "./frame.ts";

const payloads = fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 12 });

function texts(bytes: Buffer): string[] {
  return scanFrames(bytes).frames.map(({ payload }) => payload.toString("hex"));
}

describe("frames", () => {
  test("come back as they were written", () => {
    fc.assert(
      fc.property(payloads, (list) => {
        const bytes = Buffer.concat(list.map(frameOf));
        expect(texts(bytes)).toEqual(list.map((payload) => Buffer.from(payload).toString("hex")));
        expect(scanFrames(bytes)).toMatchObject({ end: bytes.length, damagedBytes: 0 });
      }),
    );
  });

  test("a flipped bit costs its own frame", () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 0, max: 7 }), (list, position, bit) => {
        const frames = list.map(frameOf);
        const bytes = Buffer.concat(frames);
        const at = position % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const ends = frames.map((_, index) => Buffer.concat(frames.slice(0, index + 1)).length);
        const hit = ends.findIndex((end) => at < end);
        const others = list.filter((_, index) => index !== hit).map((payload) => Buffer.from(payload).toString("hex"));
        expect(texts(bytes)).toEqual(others);
      }),
    );
  });

  test("a file cut anywhere gives every frame that was whole", () => {
    const frames = [Buffer.from("one"), Buffer.from("two two"), Buffer.alloc(0), Buffer.from("three")].map(frameOf);
    const bytes = Buffer.concat(frames);
    const ends = frames.map((_, index) => Buffer.concat(frames.slice(0, index + 1)).length);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const whole = ends.filter((end) => end <= cut);
      const scan = scanFrames(bytes.subarray(0, cut));
      expect(scan.frames).toHaveLength(whole.length);
      expect(scan).toMatchObject({ end: whole.at(-1) ?? 0, damagedBytes: 0 });
    }
  });

  test("bytes that are no frames are passed over and counted", () => {
    const bytes = Buffer.concat([
      frameOf(Buffer.from("a")),
      Buffer.from("garbage \xa5\xd7"),
      frameOf(Buffer.from("b")),
    ]);
    expect(scanFrames(bytes).frames).toHaveLength(2);
    expect(scanFrames(bytes).damagedBytes).toBeGreaterThan(0);
  });
});
