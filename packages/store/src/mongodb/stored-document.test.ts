import { canonicalJson, type JsonValue } from "@mlops/core";
import fc from "fast-check";
import { BSON } from "mongodb";
import { describe, expect, test } from "vitest";

import { fromStored, toStored } from "./stored-document.ts";
import { storedLayout } from "./stored-layout.ts";

const place = { location: "mongodb://h/d", collection: "c" };
const edition = { revision: 3, write: "w" };
const names = ["a", "at", "n", "_mlops", "__mlops", "mlops", "__proto__", "constructor", ""];

const value: fc.Arbitrary<JsonValue> = fc.letrec<{ node: JsonValue }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, "a", 1.5, 1_381_008_600_000, 2 ** 60, 9e15),
    fc.array(tie("node"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("node"), { maxKeys: 3 }),
  ),
})).node;

describe("the stored form", () => {
  for (const nestedArrays of [true, false]) {
    const indexes = [{ fields: ["n.a", "at"] }];
    const layout = storedLayout({ name: "c", instants: ["at", "n.at"], indexes }, { nestedArrays });

    test(`gives back every document (nested arrays: ${nestedArrays})`, () => {
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom(...names), value), (members) => {
          const document = Object.fromEntries<JsonValue>([...Object.entries(members), ["_id", "x"]]);
          const stored = BSON.deserialize(BSON.serialize(toStored("c", "x", canonicalJson(document), layout, edition)));
          const found = fromStored(place, stored);
          expect(canonicalJson(found.document)).toBe(canonicalJson(document));
          expect(found.mark).toMatchObject(edition);
          expect(nestedArrays || !JSON.stringify(stored).includes("[[")).toBe(true);
        }),
      );
    });
  }

  const layout = storedLayout({ name: "c", instants: ["at"] }, { nestedArrays: true });

  test("holds instants as dates and other fields as they are", () => {
    const text = canonicalJson({ _id: "x", at: 1_381_008_600_000, other: 1_381_008_600_000, list: [1] });
    expect(toStored("c", "x", text, layout, edition)).toMatchObject({
      at: new Date("2013-10-05T21:30:00.000Z"),
      other: 1_381_008_600_000,
      list: [1],
    });
  });

  test("is damaged where anything of it is changed", () => {
    const stored = toStored("c", "x", canonicalJson({ _id: "x", at: 5, n: { a: [1, "2"] } }), layout, edition);
    const changes = [
      { at: new Date(6) },
      { n: { a: [1, "3"] } },
      { n: { a: [1, 2] } },
      { extra: null },
      { _id: "y" },
      { _mlops: undefined },
      { at: new BSON.ObjectId() },
      { at: Number.NaN },
    ];
    for (const change of changes) {
      expect(() => fromStored(place, { ...stored, ...change }), JSON.stringify(change)).toThrow(
        expect.objectContaining({ code: "STORE_DOCUMENT_DAMAGED" }),
      );
    }
    expect(() => fromStored({ ...place, collection: "d" }, stored)).toThrow(/damaged/);
  });

  test("is refused where BSON makes it larger than a server takes", () => {
    const list = Array.from({ length: 1_500_000 }, () => 1);
    expect(() => toStored("c", "x", canonicalJson({ _id: "x", list }), layout, edition)).toThrow(
      expect.objectContaining({ code: "STORE_DOCUMENT_INVALID", hint: "Store large content as a blob." }),
    );
  });
});
