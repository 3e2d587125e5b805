import { createHash } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { digestJson, sha256Hex } from "./digest.ts";

// FIPS 180-4, examples of the Secure Hash Standard.
test.each([
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
])("SHA-256 of a published message (%#)", (message, digest) => {
  expect(sha256Hex(message)).toBe(digest);
});

test("agrees with another implementation on any bytes and any text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: "binary" }), (bytes, text) => {
      expect(sha256Hex(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
      expect(sha256Hex(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
    }),
  );
});

test("the digest of data does not depend on the order of its members", () => {
  expect(digestJson({ b: 1, a: [1, 2] })).toBe(digestJson({ a: [1, 2], b: 1 }));
  expect(digestJson({ a: [1, 2] })).not.toBe(digestJson({ a: [2, 1] }));
  expect(digestJson({})).toBe(sha256Hex("{}"));
});
