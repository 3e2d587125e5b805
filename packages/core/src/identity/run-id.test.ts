import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseInstant } from "../time/instant.ts";
import { assertModelName } from "./model-name.ts";
import { isRunId, runId } from "./run-id.ts";

const entropy = fc.uint8Array({ minLength: 6, maxLength: 16 });
const instant = fc.integer({ min: 0, max: parseInstant("2999-12-31T23:59:59Z") });

describe("run ids", () => {
  test("carry the UTC second and six characters", () => {
    const at = parseInstant("2013-10-05T12:34:56.789Z");
    expect(runId(at, new Uint8Array([0, 1, 25, 26, 35, 36]))).toBe("r20131005123456abz09a");
  });

  test("are run ids and sort by their second", () => {
    fc.assert(
      fc.property(instant, instant, entropy, (a, b, bytes) => {
        const [first, second] = [runId(a, bytes), runId(b, bytes)];
        expect(isRunId(first)).toBe(true);
        const order = Math.sign(Math.floor(a / 1000) - Math.floor(b / 1000));
        expect(first < second ? -1 : first > second ? 1 : 0).toBe(order);
      }),
    );
  });

  test("too little entropy is refused", () => {
    expect(() => runId(0, new Uint8Array(5))).toThrow(RangeError);
  });

  test.each([
    "",
    "latest",
    "r2013100512345abcdefg",
    "r20131005123456ABCDEF",
    "xr20131005123456abcdef",
    "r20131005123456abcdef\n",
  ])("%j is no run id", (text) => {
    expect(isRunId(text)).toBe(false);
  });
});

describe("model names", () => {
  test.each(["a", "commute-comfort", "A.b_c-9", "9", "a".repeat(128)])("%s is one", (name) => {
    expect(() => assertModelName(name)).not.toThrow();
  });

  test.each(["", "-a", ".a", "a b", "a/b", "a\n", "é", "a".repeat(129)])("%j is none", (name) => {
    expect(() => assertModelName(name)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }) as Error);
  });
});
