import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { packState, unpackState } from "./packed-state.ts";

const state = { layers: [{ w: Float32Array.of(1, 2), b: Float32Array.of(1, 2) }], depth: 3, splits: Int32Array.of(-1) };

describe("packState", () => {
  it("gives back any state through JSON and bytes", () => {
    const array = fc.oneof(fc.float64Array(), fc.float32Array(), fc.int32Array(), fc.uint8Array(), fc.bigInt64Array());
    const leaf = fc.oneof(array, fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const anyState = fc.dictionary(fc.string(), fc.oneof(leaf, fc.array(leaf)), { noNullPrototype: true });
    fc.assert(
      fc.property(anyState, (value) => {
        const { json, blocks } = packState(value);
        expect(unpackState({ json: JSON.parse(JSON.stringify(json)), blocks })).toEqual(value);
      }),
    );
  });

  it("takes blocks that lie anywhere in a larger buffer, as files are read", () => {
    const { json, blocks } = packState(state);
    const read = [...blocks].map(([digest, bytes]): [string, Uint8Array] => {
      return [digest, Buffer.concat([Buffer.alloc(7, 1), bytes, Buffer.alloc(9, 1)]).subarray(7, 7 + bytes.length)];
    });
    expect(unpackState({ json, blocks: new Map(read) })).toEqual(state);
  });

  it("names blocks by their content, equal ones once", () => {
    const { json, blocks } = packState(state);
    expect(blocks.size).toBe(2);
    expect([...blocks.keys()].every((digest) => /^[0-9a-f]{64}$/.test(digest))).toBe(true);
    expect(json).toMatchObject({ depth: 3, splits: { type: "Int32Array" } });
    expect(packState(structuredClone(state))).toEqual({ json, blocks });
  });

  it("refuses what is no plain data, with its path", () => {
    expect(() => packState({ a: { b: Number.NaN } })).toThrow("$.a.b");
    expect(() => packState({ when: new Date(0) })).toThrow("$.when");
  });

  it("finds blocks that are missing or damaged", () => {
    const { json, blocks } = packState(state);
    expect(() => unpackState({ json, blocks: new Map() })).toThrow("is missing");
    const damaged = new Map([...blocks].map(([digest, bytes]) => [digest, bytes.slice().fill(7)]));
    expect(() => unpackState({ json, blocks: damaged })).toThrow("has the digest");
    const [[digest = "", bytes = new Uint8Array()] = []] = blocks;
    const strange = { w: { $block: digest, type: "Float128Array" } };
    expect(() => unpackState({ json: strange, blocks: new Map([[digest, bytes]]) })).toThrow("Float128Array");
  });
});
