import type { FieldCondition, Filter, IndexDefinition, JsonValue, Query, ScalarValue } from "@mlops/core";
import fc from "fast-check";

import { finite, scalar, text } from "./arbitraries.ts";
import type { Entry } from "./store-tasks.ts";

export interface StoreArbitraries {
  readonly jsonValue: fc.Arbitrary<JsonValue>;
  readonly documents: fc.Arbitrary<Entry[]>;
  readonly filter: fc.Arbitrary<Filter>;
  readonly query: fc.Arbitrary<Query>;
  readonly indexes: fc.Arbitrary<IndexDefinition[]>;
}

/** Documents and queries over a few plain fields and those of awkward names. */
export function storeArbitraries(awkwardNames: readonly string[]): StoreArbitraries {
  /** Fields that hold scalars only: arrays and objects have no place of their own in the order. */
  const scalarFields = ["a", "b", "n.m", "n.o.p", ...awkwardNames];
  const anyFields = [...scalarFields, "box", "box.inner", "list", "list.0", "nowhere"];

  const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ node: JsonValue }>((tie) => ({
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

  const documents: fc.Arbitrary<Entry[]> = fc.uniqueArray(
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

  const filter: fc.Arbitrary<Filter> = fc.letrec<{ node: Filter }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.dictionary(fc.constantFrom("_id", ...anyFields), condition, { maxKeys: 3 }).map((where) => ({ where })),
      fc.array(tie("node"), { maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie("node"), { maxLength: 3 }).map((or) => ({ or })),
    ),
  })).node;

  const query: fc.Arbitrary<Query> = fc.record(
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

  const indexes: fc.Arbitrary<IndexDefinition[]> = fc.array(
    fc.uniqueArray(fc.constantFrom(...anyFields), { minLength: 1, maxLength: 3 }).map((fields) => ({ fields })),
    { maxLength: 3 },
  );

  return { jsonValue, documents, filter, query, indexes };
}
