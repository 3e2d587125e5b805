import type { ScalarValue } from "@mlops/core";
import fc from "fast-check";

/** Names that a careless driver would take for quotes, paths, operators or placeholders of its own language. */
export const awkwardNames: readonly string[] = [
  "it's",
  'say "x"',
  "back\\slash",
  "a[0]",
  "#",
  "?1",
  "$later",
  "é",
  "😀",
  "__proto__",
  "constructor",
  "x'); --",
].filter((name) => !name.startsWith("$"));

/** Where number formats and comparisons of databases go wrong. */
export const edgeNumbers = [
  0,
  1,
  -1,
  2,
  1.5,
  -1.5,
  0.1 + 0.2,
  0.3,
  5e-324,
  -5e-324,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 60 + 256,
  2 ** 63,
  -(2 ** 63),
  2 ** 64,
  1e21,
  1e300,
  -Number.MAX_VALUE,
  Number.MAX_VALUE,
  1381008600000,
];
/** Where encodings, collations and patterns of databases go wrong. */
export const edgeTexts = [
  "",
  "a",
  "A",
  "ab",
  "abc",
  "b",
  "a\0b",
  "\u0001",
  "é",
  "e\u0301",
  "\ud7ff",
  "\ue000",
  "\uffff",
  "😀",
  "😀a",
  "\u{10ffff}",
  "\u{10ffff}z",
  "1",
  "null",
  "true",
  "%",
  "_",
  "*",
  "'",
  '"',
  "\\",
  "한국어",
  "2013-10-05T12:00:00Z",
];

export const text = fc.oneof(fc.constantFrom(...edgeTexts), fc.string({ unit: "grapheme", maxLength: 6 }));
export const finite = fc
  .oneof(fc.constantFrom(...edgeNumbers), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer())
  .map((number) => number + 0);
export const scalar: fc.Arbitrary<ScalarValue> = fc.oneof(fc.constant(null), fc.boolean(), finite, text);
