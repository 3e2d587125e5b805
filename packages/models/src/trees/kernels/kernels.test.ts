import { randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { arena } from "../arena.ts";
import { expSingle } from "./exponential.ts";
import { plainKernels } from "./plain-kernels.ts";
import type { TreeKernels } from "./tree-kernels.ts";
import { wasmKernels } from "./wasm-kernels.ts";
import type { SharedMemory } from "./web-assembly.ts";

const ROWS = 1003;
const PADDED = 1004;

/** One memory with random bins, rows, pairs, scores, values and edges; the same for each call. */
function scene() {
  const space = arena();
  const places = {
    bins: space.reserve(4 * ROWS),
    moreBins: space.reserve(4 * ROWS),
    rows: space.reserve(4 * ROWS),
    pairs: space.reserve(8 * PADDED),
    out: space.reserve(8 * PADDED),
    scores: space.reserve(4 * PADDED),
    labels: space.reserve(4 * PADDED),
    edges: space.reserve(1024),
    table: space.reserve(256),
    histogram: space.reserve(8 * 4096),
    other: space.reserve(8 * 4096),
    cut: space.reserve(64),
    marks: space.reserve(32),
  };
  const memory = space.memory();
  const { buffer } = memory;
  const random = randomStream(randomKey("kernels"));
  for (const at of [places.bins, places.moreBins]) {
    const bytes = new Uint8Array(buffer, at, 4 * ROWS);
    for (let index = 0; index < bytes.length; index++) bytes[index] = random.integer(256);
  }
  const rows = random.shuffle([...Array(ROWS).keys()]).slice(0, 700);
  new Uint32Array(buffer, places.rows, rows.length).set(rows);
  const pairs = new Float32Array(buffer, places.pairs, 2 * PADDED);
  for (let at = 0; at < pairs.length; at++) pairs[at] = at % 2 === 0 ? random.normal() : random.uniform();
  const scores = new Float32Array(buffer, places.scores, PADDED);
  for (let at = 0; at < PADDED; at++) scores[at] = random.normal() * 10 ** random.integer(4);
  scores.set([NaN, 0, -0, 100, -100, 3.4e38], 0);
  const labels = new Float32Array(buffer, places.labels, PADDED);
  for (let at = 0; at < PADDED; at++) labels[at] = random.integer(2);
  const edges = new Float32Array(buffer, places.edges, 256).fill(Infinity);
  edges.set(Float32Array.from({ length: 100 }, () => random.normal() * 50).sort());
  const table = new Uint8Array(buffer, places.table, 256);
  for (let at = 0; at < 256; at++) table[at] = random.integer(2);
  const histogram = new Float64Array(buffer, places.histogram, 512);
  for (let at = 0; at < 512; at++) histogram[at] = at % 2 === 0 ? random.normal() : random.uniform();
  return { memory, places, rows };
}

type Scene = ReturnType<typeof scene>;

function bytesOf({ buffer }: SharedMemory): Uint8Array {
  return new Uint8Array(buffer).slice();
}

function wasm(memory: SharedMemory): TreeKernels {
  const kernels = wasmKernels(memory);
  if (kernels === undefined) throw new TypeError("this machine has no WebAssembly with vectors and threads");
  return kernels;
}

const kernelCalls: readonly (readonly [string, (kernels: TreeKernels, scene: Scene) => unknown])[] = [
  ["histogramRows", (k, { places: p }) => k.histogramRows(p.rows, 700, p.pairs, p.bins, p.other)],
  ["histogramRowsOfTwo", (k, { places: p }) => k.histogramRowsOfTwo(p.rows, 700, p.pairs, p.bins, p.moreBins, p.other)],
  ["histogramAll", (k, { places: p }) => k.histogramAll(ROWS, p.pairs, p.bins, p.other)],
  ["histogramAllOfTwo", (k, { places: p }) => k.histogramAllOfTwo(ROWS, p.pairs, p.bins, p.moreBins, p.other)],
  ["histogramColumn", (k, { places: p }) => k.histogramColumn(p.rows, 700, p.pairs, p.bins + 2, p.other)],
  ["subtract", (k, { places: p }) => k.subtract(p.histogram, p.pairs, p.other, 200)],
  ["clear", (k, { places: p }) => k.clear(p.histogram + 16, 1000)],
  ["gather", (k, { places: p }) => k.gather(p.rows, 700, p.pairs, p.out)],
  ["partition", (k, { places: p }) => k.partition(p.rows, 700, p.bins + 1, p.table, p.out)],
  ["addToRows", (k, { places: p }) => k.addToRows(p.rows, 700, p.scores, 0.1)],
  ["binColumn", (k, { places: p }) => k.binColumn(p.scores, ROWS, p.edges, p.bins + 3)],
  ["logisticGradients", (k, { places: p }) => k.logisticGradients(p.scores + 4, p.labels, p.out, PADDED - 4)],
  ["bestCut", (k, { places: p }) => k.bestCut(p.histogram, 1, 254, 0.1, 0.2, 3, 130, 0.5, 5, 0.001, p.cut)],
  [
    "cutFewRows",
    (k, { places: p }) => k.cutFewRows(p.rows, 700, p.pairs, p.bins, p.other, p.marks, 3, 350, 5, 0, p.cut),
  ],
  [
    "cutManyRows",
    (k, { places: p }) => k.cutManyRows(p.rows, 90, p.pairs, p.bins, p.other, p.marks, 3, 45, 5, 0, p.cut),
  ],
  ["bestCut without a cut", (k, { places: p }) => k.bestCut(p.histogram, 1, 254, 0, 0, 3, 130, 0, 5, 1e9, p.cut)],
];

describe("the assembled kernels", () => {
  it.each(kernelCalls)("%s leaves the memory that its plain twin leaves", (_, call) => {
    const [one, other] = [scene(), scene()];
    const before = bytesOf(one.memory);
    const answers = [call(wasm(one.memory), one), call(plainKernels(other.memory), other)];
    expect(answers[0]).toEqual(answers[1]);
    expect(bytesOf(one.memory)).toEqual(bytesOf(other.memory));
    expect(answers[0] === -1 || !Buffer.from(before).equals(bytesOf(one.memory))).toBe(true);
  });
});

describe("plain kernels", () => {
  it("sum pairs by bin", () => {
    const { memory, places, rows } = scene();
    plainKernels(memory).histogramColumn(places.rows, 700, places.pairs, places.bins, places.other);
    const bins = new Uint8Array(memory.buffer, places.bins);
    const pairs = new Float32Array(memory.buffer, places.pairs);
    const expected = new Float64Array(512);
    rows.forEach((row, at) => {
      const bin = 2 * (bins[4 * row] ?? 0);
      expected[bin] = (expected[bin] ?? 0) + (pairs[2 * at] ?? 0);
      expected[bin + 1] = (expected[bin + 1] ?? 0) + (pairs[2 * at + 1] ?? 0);
    });
    expect(new Float64Array(memory.buffer, places.other, 512)).toEqual(expected);
  });

  it("part rows by table and keep their order", () => {
    const { memory, places, rows } = scene();
    const bins = new Uint8Array(memory.buffer, places.bins);
    const table = new Uint8Array(memory.buffer, places.table);
    const left = plainKernels(memory).partition(places.rows, 700, places.bins, places.table, places.out);
    const goesLeft = (row: number): boolean => table[bins[4 * row] ?? 0] === 1;
    const expected = [...rows.filter(goesLeft), ...rows.filter((row) => !goesLeft(row))];
    expect([...new Uint32Array(memory.buffer, places.rows, 700)]).toEqual(expected);
    expect(left).toBe(rows.filter(goesLeft).length);
  });

  it("count edges below a value", () => {
    const { memory, places } = scene();
    plainKernels(memory).binColumn(places.scores, ROWS, places.edges, places.bins);
    const edges = [...new Float32Array(memory.buffer, places.edges, 256)];
    const values = new Float32Array(memory.buffer, places.scores, ROWS);
    const bins = new Uint8Array(memory.buffer, places.bins);
    values.forEach((value, row) => {
      const expected = Number.isNaN(value) ? 0 : 1 + edges.filter((edge) => edge < value).length;
      expect(bins[4 * row]).toBe(expected);
    });
  });
});

describe("expSingle", () => {
  it("is e^x to single precision", () => {
    for (let x = -86; x <= 86; x += 0.37) {
      const single = Math.fround(x);
      expect(Math.abs(expSingle(single) / Math.exp(single) - 1)).toBeLessThan(3e-7);
    }
  });
});
