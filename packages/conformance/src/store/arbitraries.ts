import type { FieldCondition, Filter, IndexDefinition, JsonValue, Query, ScalarValue } from "@mlops/core";
import fc from "fast-check";

import type { Entry } from "./store-tasks.ts";

/** Names that a careless driver would take for quotes, paths, operators or placeholders of its own language. */
const awkwardNames = [
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

/** Fields that hold scalars only: arrays and objects have no place of their own in the order. */
export const scalarFields = ["a", "b", "n.m", "n.o.p", ...awkwardNames];
const anyFields = [...scalarFields, "box", "box.inner", "list", "list.0", "nowhere"];

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

export const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ node: JsonValue }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("k", "inner", ...awkwardNames), tie("node"), { maxKeys: 4 }),
  ),
})).node;

const topFields: Record<string, fc.Arbitrary<JsonValue>> = Object.fromEntries([
  ...["a", "b", ...awkwardNames].map((name) => [name, scalar] as const),
  ["n", fc.record({ m: scalar, o: fc.record({ p: scalar }, { requiredKeys: [] }) }, { requiredKeys: [] })],
  ["box", fc.oneof(scalar, fc.record({ inner: scalar }), fc.array(scalar, { maxLength: 2 }))],
  ["list", fc.array(scalar, { maxLength: 3 })],
]);

const id = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 5 }).filter((s) => !s.includes("\0")),
  fc.constantFrom("a", "b", "run:1", "run:2", "😀", "\uffff", "'", "%"),
);

export const documents: fc.Arbitrary<Entry[]> = fc.uniqueArray(
  fc.record({ _id: id, ...topFields }, { requiredKeys: ["_id"] }) as unknown as fc.Arbitrary<Entry>,
  { selector: (entry) => entry._id, maxLength: 12 },
);

const condition: fc.Arbitrary<FieldCondition | ScalarValue> = fc.oneof(
  scalar,
  scalar.map((eq) => ({ eq })),
  scalar.map((ne) => ({ ne })),
  fc.array(scalar, { maxLength: 4 }).map((values) => ({ in: values })),
  fc.boolean().map((exists) => ({ exists })),
  text.map((prefix) => ({ prefix })),
  fc
    .record({ gt: fc.oneof(finite, text), gte: finite, lt: fc.oneof(finite, text), lte: text }, { requiredKeys: [] })
    .filter((bounds) => Object.keys(bounds).length > 0),
);

export const filter: fc.Arbitrary<Filter> = fc.letrec<{ node: Filter }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.dictionary(fc.constantFrom("_id", ...anyFields), condition, { maxKeys: 3 }).map((where) => ({ where })),
    fc.array(tie("node"), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie("node"), { maxLength: 3 }).map((or) => ({ or })),
  ),
})).node;

export const query: fc.Arbitrary<Query> = fc.record(
  {
    filter,
    sort: fc.array(
      fc.record({
        field: fc.constantFrom("_id", ...scalarFields),
        order: fc.constantFrom("asc" as const, "desc" as const),
      }),
      { maxLength: 3 },
    ),
    limit: fc.nat({ max: 14 }),
    skip: fc.nat({ max: 5 }),
  },
  { requiredKeys: [] },
);

export const indexes: fc.Arbitrary<IndexDefinition[]> = fc.array(
  fc.uniqueArray(fc.constantFrom(...anyFields), { minLength: 1, maxLength: 3 }).map((fields) => ({ fields })),
  { maxLength: 3 },
);
