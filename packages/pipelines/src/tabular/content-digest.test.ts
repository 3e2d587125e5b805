import { sha256Hex } from "@mlops/core";
import fc from "fast-check";
import { expect, test } from "vitest";

import { contentDigest } from "./content-digest.ts";

test("is SHA-256 as the pure packages compute it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.uint8Array()), (content) => {
      expect(contentDigest(content)).toBe(sha256Hex(content));
    }),
  );
});
