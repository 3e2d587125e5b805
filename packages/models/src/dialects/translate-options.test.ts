import { describe, expect, it } from "vitest";
import { z } from "zod";

import { combined, noEffect, option, seed } from "./define-dialect.ts";
import type { ClassTable } from "./define-dialect.ts";
import { classParameters, translateOptions } from "./translate-options.ts";

const table: ClassTable = {
  classPath: "boost.Booster",
  estimator: "native",
  parameters: {
    rounds: option(z.int().min(1).default(100).describe("Trees."), { name: "n_estimators", aliases: ["num_round"] }),
    shrink: option(z.number().default(0.5).describe("Step."), { convert: (value) => 1 - Number(value) }),
    state: seed(z.int().nullable().default(null).describe("Seed.")),
    jobs: noEffect(z.int().nullable().default(null).describe("Threads."), "threads are the run's", ["n_jobs"]),
    depth: combined(z.int().default(-1).describe("Depth.")),
  },
  fixed: { engine: "fast" },
  combine: ({ depth }) => (depth === -1 ? { max_depth: null } : { max_depth: Number(depth) }),
};

describe("translateOptions", () => {
  it("maps names, values, fixed and combined options, with the class's defaults", () => {
    expect(translateOptions(table, {})).toEqual({
      options: { engine: "fast", n_estimators: 100, shrink: 0.5, max_depth: null },
      parameters: { rounds: 100, shrink: 0.5, state: null, jobs: null, depth: -1 },
      notes: [],
    });
    expect(translateOptions(table, { num_round: 7, shrink: 0.25, depth: 3 })).toMatchObject({
      options: { n_estimators: 7, shrink: 0.75, max_depth: 3 },
      parameters: { rounds: 7 },
    });
  });

  it("says what has no effect where the recipe sets it, and takes a seed", () => {
    expect(translateOptions(table, { n_jobs: 4, state: 0 })).toMatchObject({
      seed: 0,
      notes: ["boost.Booster: jobs has no effect: threads are the run's."],
    });
  });

  it.each([
    [{ rounds: 1, num_round: 2 }, '"num_round" and "rounds" are two spellings of rounds; give one.'],
    [{ rounds: 0 }, 'boost.Booster: "rounds" is 0; it has to be a whole number ≥ 1.'],
    [{ num_round: 0 }, 'boost.Booster: "num_round" is 0; it has to be a whole number ≥ 1.'],
    [{ round: 1 }, 'boost.Booster has no parameter "round". Did you mean "rounds"?'],
    [[1], "boost.Booster: "],
    [null, "boost.Booster: "],
  ])("refuses %j", (given, message) => {
    expect(() => translateOptions(table, given)).toThrow(message);
  });

  it("lists the parameters by the library's names", () => {
    expect(classParameters(table).map(({ name, default: initial }) => [name, initial])).toEqual([
      ["rounds", 100],
      ["shrink", 0.5],
      ["state", null],
      ["jobs", null],
      ["depth", -1],
    ]);
  });
});
