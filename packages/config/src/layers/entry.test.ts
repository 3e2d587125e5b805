import fc from "fast-check";
import { expect, test } from "vitest";

import { type Entry, flatten, mergeEntries, treeOf } from "./entry.ts";

const entriesOf = (tree: unknown): readonly Entry[] =>
  flatten(tree).map(([path, value]) => ({
    path,
    value,
    source: "base",
    where: "test",
    locate: () => ({ file: "test", line: 0, column: 0 }),
    coerced: new Map(),
  }));
const merge = (...trees: readonly unknown[]): unknown =>
  structuredClone(
    treeOf(trees.map(entriesOf).reduce<readonly Entry[]>((lower, upper) => mergeEntries(lower, upper), [])),
  );

test("maps merge, lists and scalars replace, null takes back", () => {
  expect(merge({ a: { b: 1, c: [1, 2] } }, { a: { c: [3] } })).toEqual({ a: { b: 1, c: [3] } });
  expect(merge({ a: { b: 1, c: 2 }, d: 1 }, { a: null })).toEqual({ d: 1 });
  expect(merge({ a: { b: 1 } }, { a: 5 })).toEqual({ a: 5 });
  expect(merge({ a: 5 }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
  expect(merge({ a: { b: 1 } }, { a: {} })).toEqual({ a: { b: 1 } });
});

const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.string());
const tree = fc.letrec((tie) => ({
  node: fc.oneof({ depthSize: "small" }, scalar, fc.array(scalar, { maxLength: 3 }), tie("map")),
  map: fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("node"), { maxKeys: 3 }),
})).map;

test("a layer alone and a layer over itself are the layer", () => {
  fc.assert(
    fc.property(tree, (one) => {
      expect(merge(one)).toEqual(one);
      expect(merge(one, one)).toEqual(one);
      expect(merge({}, one, {})).toEqual(one);
    }),
  );
});

test("merging is associative", () => {
  fc.assert(
    fc.property(tree, tree, tree, (a, b, c) => {
      expect(merge(merge(a, b), c)).toEqual(merge(a, b, c));
    }),
  );
});

test("a key that would change the tree's prototype stays a key", () => {
  const root = treeOf(entriesOf(JSON.parse('{"a": {"__proto__": {"polluted": true}}}')));
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(Object.getPrototypeOf(root["a"])).toBeNull();
});
