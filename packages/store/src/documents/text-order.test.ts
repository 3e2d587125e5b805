import { compareCodePoints } from "@mlops/core";
import fc from "fast-check";
import { expect, test } from "vitest";

import { textAfterPrefix } from "./text-order.ts";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc
    .array(fc.constantFrom("a", "\ud7ff", "\ue000", "\uffff", "😀", "\u{10ffff}"), { maxLength: 4 })
    .map((all) => all.join("")),
);

test("strings are ordered as their UTF-8 bytes", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test("the text after a prefix parts what starts with it from what is greater", () => {
  fc.assert(
    fc.property(text, text, (prefix, other) => {
      const after = textAfterPrefix(prefix);
      const inside =
        compareCodePoints(other, prefix) >= 0 && (after === undefined || compareCodePoints(other, after) < 0);
      expect(inside).toBe(other.startsWith(prefix) || (after === undefined && compareCodePoints(other, prefix) >= 0));
    }),
  );
  expect(textAfterPrefix("")).toBeUndefined();
  expect(textAfterPrefix("\u{10ffff}")).toBeUndefined();
  expect(textAfterPrefix("a\u{10ffff}")).toBe("b");
  expect(textAfterPrefix("\ud7ff")).toBe("\ue000");
});
