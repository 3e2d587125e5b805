import type { Filter, JsonObject, ScalarValue } from "@mlops/core";
import { canonicalJson } from "@mlops/core";
import fc from "fast-check";
import { Query } from "mingo";
import { describe, expect, test } from "vitest";

import { matches } from "../documents/matches.ts";
import { parseFilter } from "../documents/parsed-filter.ts";
import { nativeFilter } from "./native-filter.ts";
import { toStored } from "./stored-document.ts";
import { storedLayout } from "./stored-layout.ts";

const definition = { name: "c", instants: ["at", "n.at"], indexes: [{ fields: ["listed", "n.m"] }] };
const layout = storedLayout(definition, { nestedArrays: true });

const number = fc.constantFrom(-1.5, 0, 1, 2, 2.5, 1_381_008_600_000, 1_381_008_600_000.5, 8.64e15, 8.65e15, -9e15);
const scalar: fc.Arbitrary<ScalarValue> = fc.oneof(number, fc.constantFrom(null, true, false, "", "a", "ab", "b", "é"));
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.record({ m: scalar }, { requiredKeys: [] }));
const fields = ["a", "at", "n", "n.m", "n.at", "listed", "_mlops", "_mlops.revision", "a.0", "listed.m"];
const document: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      a: value,
      at: value,
      listed: value,
      _mlops: scalar,
      n: fc.oneof(value, fc.record({ m: value, at: value }, { requiredKeys: [] }), fc.array(fc.record({ m: scalar }))),
    },
    { requiredKeys: [] },
  )
  .map((members): JsonObject => ({ ...members, _id: "x" }));

const condition = fc.oneof(
  scalar,
  scalar.map((ne) => ({ ne })),
  fc.array(scalar, { maxLength: 3 }).map((values) => ({ in: values })),
  fc.boolean().map((exists) => ({ exists })),
  fc.constantFrom("", "a", "é").map((prefix) => ({ prefix })),
  fc.record({ gt: number, lte: number }, { requiredKeys: ["gt"] }),
  fc.record({ gte: number, lt: number }, { requiredKeys: ["lt"] }),
  fc.constantFrom({ gte: "a" }, { lt: "b" }),
);
const filter: fc.Arbitrary<Filter> = fc.letrec<{ node: Filter }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.dictionary(fc.constantFrom(...fields), condition, { maxKeys: 2 }).map((where) => ({ where })),
    fc.array(tie("node"), { maxLength: 2 }).map((and) => ({ and })),
    fc.array(tie("node"), { maxLength: 2 }).map((or) => ({ or })),
  ),
})).node;

describe("a filter in MongoDB's language", () => {
  test("means on the stored form what the contract means on the document", () => {
    fc.assert(
      fc.property(document, filter, (each, wanted) => {
        const parsed = parseFilter(wanted);
        const stored = toStored("c", "x", canonicalJson(each), layout, { revision: 1, write: "w" });
        expect(new Query(nativeFilter(parsed, layout)).test(stored)).toBe(matches(parsed, each));
      }),
      { numRuns: 3000 },
    );
  });

  test("asks for an id by itself, so that the server uses its index", () => {
    expect(nativeFilter(parseFilter({ where: { _id: "x" } }), layout)).toEqual({ _id: { $eq: "x" } });
  });
});
