import { randomKey } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { crossEntropy } from "../losses/cross-entropy.ts";
import { slicedBatch } from "../network.ts";
import { tabTransformer } from "../networks/tab-transformer.ts";
import { initialParameters } from "../parameters.ts";
import { stepGraph } from "./step-graph.ts";
import { freshVectors, type PhaseProgress, trainPhase } from "./train-phase.ts";

const columns = { numeric: 3, hasMissing: false, categories: [4] };
const shape = { width: 8, heads: 2, layers: 1, feedForward: 8, head: 8, projection: 8, outputs: 2 };
const ROWS = 50;

async function trained(batch: { rows: number; slices: number }, dropout: number): Promise<PhaseProgress> {
  const network = tabTransformer({ kind: "tab-transformer", ...shape, dropout }, columns);
  const target = { name: "classes", type: "int32", columns: null } as const;
  const phase = {
    name: "training",
    step: stepGraph(network, target, batch, (scope, inputs, { classes, weights }) => {
      if (!classes || !weights) throw new TypeError("a classification has classes");
      return crossEntropy(scope, network.forward(scope, inputs), classes, weights, 2);
    }),
    data: {
      numeric: Float32Array.from({ length: ROWS * 3 }, (_, at) => Math.sin(at)),
      codes: Int32Array.from({ length: ROWS }, (_, row) => row % 5),
      classes: Int32Array.from({ length: ROWS }, (_, row) => row % 2),
    },
    weights: Float64Array.from({ length: ROWS }, (_, row) => 1 + (row % 3)),
    epochs: 3,
    optimiser: {
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 0.1,
      decay: { kind: "l2", strength: 0 } as const,
      clipNorm: 1,
    },
    schedule: { kind: "constant", rate: 0.01, warmupSteps: 0, every: 1, gamma: 1 } as const,
    key: randomKey(3),
    threads: 1,
    masks: "fresh" as const,
  };
  const state = freshVectors(initialParameters(network.parameters, randomKey(4)));
  let progress: PhaseProgress = { state, epoch: 0, step: 0, lossSum: 0, weightSum: 0 };
  for await (const event of trainPhase(phase, progress)) progress = event.progress;
  return progress;
}

/** Adam's epsilon is large here: it divides the rounding errors of gradients that are 0 by nothing smaller. */
describe("a step in slices", () => {
  it("is the step: the same parameters but for the order of sums", async () => {
    const whole = await trained({ rows: 12, slices: 1 }, 0);
    for (const batch of [
      { rows: 4, slices: 3 },
      { rows: 1, slices: 12 },
    ]) {
      const sliced = await trained(batch, 0);
      const differences = sliced.state.parameters.map((value, at) => value - (whole.state.parameters[at] ?? NaN));
      expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-5);
    }
  });

  it("has masks of its own in each slice", async () => {
    expect(await trained({ rows: 4, slices: 3 }, 0.3)).toEqual(await trained({ rows: 4, slices: 3 }, 0.3));
    const [sliced, whole] = [await trained({ rows: 4, slices: 3 }, 0.3), await trained({ rows: 12, slices: 1 }, 0)];
    expect(sliced.state.parameters).not.toEqual(whole.state.parameters);
  });

  it("is taken where a row's largest values are many", () => {
    const network = (tokens: number) =>
      tabTransformer({ kind: "tab-transformer", ...shape, heads: 4, dropout: 0 }, { ...columns, numeric: tokens - 1 });
    expect(slicedBatch(network(23), 32)).toEqual({ rows: 32, slices: 1 });
    expect(slicedBatch(network(142), 32)).toEqual({ rows: 3, slices: 11 });
    expect(slicedBatch(network(600), 32)).toEqual({ rows: 1, slices: 32 });
  });
});
