import { canonicalJson, type Change, type JsonValue } from "@mlops/core";
import fc from "fast-check";
import { expect } from "vitest";

import { storableNames } from "./field-name-laws.ts";
import type { LawBook } from "./law.ts";
import { storeArbitraries } from "./store-arbitraries.ts";
import type { Entry } from "./store-tasks.ts";

const plain = { name: "plain" } as const;

export function documentLaws(book: LawBook): void {
  const { jsonValue } = storeArbitraries(storableNames(book));

  book.law("any plain JSON comes back as it was stored", async ({ open }) => {
    const store = await open();
    const collection = store.collection<Entry>(plain);
    let number = 0;
    await fc.assert(
      fc.asyncProperty(jsonValue, async (value) => {
        const document = { _id: `d${(number += 1)}`, value };
        const { inserted, document: stored } = await collection.insertOnce(document);
        expect(inserted).toBe(true);
        expect(canonicalJson(stored)).toBe(canonicalJson(document));
        expect(canonicalJson(await collection.get(document._id))).toBe(canonicalJson(document));
      }),
      { numRuns: 150 },
    );
  });

  book.law("insertOnce answers the first document ever after", async ({ open }) => {
    const collection = (await open()).collection<Entry>(plain);
    expect(await collection.insertOnce({ _id: "x", n: 1 })).toEqual({ inserted: true, document: { _id: "x", n: 1 } });
    expect(await collection.insertOnce({ _id: "x", n: 2 })).toEqual({ inserted: false, document: { _id: "x", n: 1 } });
    expect(await collection.get("x")).toEqual({ _id: "x", n: 1 });
    expect(await collection.get("X")).toBeUndefined();
  });

  book.law("insert refuses a taken _id", async ({ open }) => {
    const collection = (await open()).collection<Entry>(plain);
    await collection.insert({ _id: "x", n: 1 });
    await expect(collection.insert({ _id: "x", n: 2 })).rejects.toMatchObject({ code: "STORE_DUPLICATE_KEY" });
    expect(await collection.get("x")).toEqual({ _id: "x", n: 1 });
  });

  book.law("insertManyOnce says which documents were new", async ({ open }) => {
    const collection = (await open()).collection<Entry>(plain);
    await collection.insert({ _id: "b" });
    const many = [{ _id: "a" }, { _id: "b", n: 1 }, { _id: "c" }, { _id: "a", n: 2 }];
    expect(await collection.insertManyOnce(many)).toEqual([true, false, true, false]);
    expect(await collection.find()).toEqual([{ _id: "a" }, { _id: "b" }, { _id: "c" }]);
    expect(await collection.insertManyOnce([])).toEqual([]);
  });

  book.law("what cannot be stored everywhere is refused everywhere", async ({ open }) => {
    const collection = (await open()).collection<Entry>(plain);
    const cycle: Record<string, JsonValue> = { _id: "x" };
    cycle["self"] = cycle;
    const bad: unknown[] = [
      { _id: "" },
      { _id: 7 },
      {},
      { _id: "a\0" },
      { _id: "x".repeat(513) },
      { _id: "\ud800" },
      { _id: "x", "a.b": 1 },
      { _id: "x", $set: 1 },
      { _id: "x", n: { $x: 1 } },
      { _id: "x", l: [{ "a\0b": 1 }] },
      { _id: "x", n: Number.NaN },
      { _id: "x", n: Infinity },
      { _id: "x", n: 1n },
      { _id: "x", s: "\udc00" },
      { _id: "x", d: new Date(0) },
      { _id: "x", f: () => 1 },
      cycle,
    ];
    for (const document of bad) {
      await expect(collection.insertOnce(document as Entry)).rejects.toMatchObject({ code: "STORE_DOCUMENT_INVALID" });
    }
    expect(await collection.count()).toBe(0);
  });

  book.law("update changes fields, makes parents and answers the new document", async ({ open }) => {
    const collection = (await open()).collection<Entry>(plain);
    await collection.insert({ _id: "x", keep: [1, { two: 2 }], n: { old: 1, gone: true } });
    const change: Change = {
      set: { "n.new.deep": "é", top: null },
      unset: ["n.gone", "nowhere.at.all"],
      increment: { "n.old": 0.5, count: 2 },
    };
    const expected = { _id: "x", keep: [1, { two: 2 }], n: { old: 1.5, new: { deep: "é" } }, top: null, count: 2 };
    expect(await collection.update("x", change)).toEqual(expected);
    expect(await collection.get("x")).toEqual(expected);
    expect(await collection.update("absent", change)).toBeUndefined();
    expect(await collection.count()).toBe(1);
  });

  book.law("a change that has no meaning changes nothing", async ({ open }) => {
    const collection = (await open()).collection<Entry>(plain);
    await collection.insert({ _id: "x", text: "t", list: [1], number: Number.MAX_VALUE });
    const bad: Change[] = [
      { set: { _id: "y" } },
      { unset: ["_id"] },
      { set: { "text.inner": 1 } },
      { set: { "list.0": 1 } },
      { increment: { text: 1 } },
      { increment: { number: Number.MAX_VALUE } },
      { set: { a: 1, "a.b": 2 } },
      { set: { a: 1 }, unset: ["a"] },
      { set: { n: Number.NaN } },
      { set: { o: { "a.b": 1 } } },
    ];
    for (const change of bad) {
      await expect(collection.update("x", change)).rejects.toMatchObject({ code: "STORE_DOCUMENT_INVALID" });
    }
    expect(await collection.get("x")).toEqual({ _id: "x", text: "t", list: [1], number: Number.MAX_VALUE });
  });

  book.law("findAndUpdate takes the first match in order", async ({ open }) => {
    const collection = (await open()).collection<Entry>(plain);
    await collection.insertManyOnce([1, 2, 3].map((n) => ({ _id: `d${n}`, n, state: "waiting" })));
    const take = async (): Promise<unknown> =>
      collection.findAndUpdate(
        { filter: { where: { state: "waiting" } }, sort: [{ field: "n", order: "desc" }], fields: ["n"] },
        { set: { state: "taken" } },
      );
    expect([await take(), await take(), await take(), await take()]).toEqual([
      { _id: "d3", n: 3 },
      { _id: "d2", n: 2 },
      { _id: "d1", n: 1 },
      undefined,
    ]);
  });

  book.law("delete removes what matches and says how many", async ({ open }) => {
    const collection = (await open()).collection<Entry>(plain);
    await collection.insertManyOnce([1, 2, 3, 4].map((n) => ({ _id: `d${n}`, n })));
    expect(await collection.delete({ where: { n: { gte: 2, lt: 4 } } })).toBe(2);
    expect(await collection.delete({ or: [] })).toBe(0);
    expect((await collection.find()).map(({ _id }) => _id)).toEqual(["d1", "d4"]);
    expect((await collection.insertOnce({ _id: "d2" })).inserted).toBe(true);
  });

  book.law(
    "a unique index lets one document have a value, missing included",
    async ({ open }) => {
      const collection = (await open()).collection<Entry>({
        name: "keyed",
        indexes: [{ fields: ["k", "n.m"], unique: true }],
      });
      const refused = { code: "STORE_DUPLICATE_KEY" };
      await collection.insert({ _id: "1", k: "a", n: { m: 1 } });
      await collection.insert({ _id: "2", k: "a", n: { m: 2 } });
      await collection.insert({ _id: "3" });
      await expect(collection.insert({ _id: "4", k: "a", n: { m: 1 } })).rejects.toMatchObject(refused);
      await expect(collection.insertOnce({ _id: "5", other: true })).rejects.toMatchObject(refused);
      await expect(collection.update("2", { set: { "n.m": 1 } })).rejects.toMatchObject(refused);
      expect(await collection.count()).toBe(3);
    },
    { needs: "uniqueIndexes" },
  );

  book.law(
    "a unique index over documents that share a value is refused",
    async ({ open }) => {
      const before = (await open()).collection<Entry>({ name: "shared" });
      await before.insertManyOnce([
        { _id: "1", k: 1 },
        { _id: "2", k: 1 },
      ]);
      const later = (await open()).collection<Entry>({ name: "shared", indexes: [{ fields: ["k"], unique: true }] });
      await expect(later.get("1")).rejects.toMatchObject({ code: "STORE_DUPLICATE_KEY" });
      await before.delete({ where: { _id: "2" } });
      expect(await later.get("1")).toEqual({ _id: "1", k: 1 });
    },
    { needs: "uniqueIndexes" },
  );

  book.law("a changed index definition is followed when the store is opened again", async ({ open }) => {
    const first = (await open()).collection<Entry>({ name: "changing", indexes: [{ fields: ["k"], unique: true }] });
    await first.insert({ _id: "1", k: 1 });
    const later = (await open()).collection<Entry>({
      name: "changing",
      indexes: [{ fields: ["k"] }, { fields: ["m"] }],
    });
    await later.insert({ _id: "2", k: 1, m: 1 });
    expect(await later.count({ where: { k: 1 } })).toBe(2);
    const silent = (await open()).collection<Entry>({ name: "changing" });
    expect(await silent.count({ where: { m: 1 } })).toBe(1);
  });

  book.law("a collection that cannot be defined is refused", async ({ open }) => {
    const store = await open();
    for (const name of ["", "Runs", "a-b", "1a", 'a"; DROP', "x".repeat(64)]) {
      expect(() => store.collection({ name })).toThrow(expect.objectContaining({ code: "STORE_COLLECTION_INVALID" }));
    }
    expect(() => store.collection({ name: "x", indexes: [{ fields: [] }] })).toThrow(/has no fields/);
    expect(() => store.collection({ name: "x", indexes: [{ fields: ["a..b"] }] })).toThrow(/not a field path/);
  });
}
