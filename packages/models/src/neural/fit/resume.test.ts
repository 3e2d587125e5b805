import { type FitCheckpoints, randomKey } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { packState, unpackState } from "../../estimator/packed-state.ts";
import mlp from "../../estimators/mlp/mlp.ts";
import tabTransformer from "../../estimators/tab-transformer/tab-transformer.ts";
import { loanRows } from "../../testing/loan-rows.ts";

const small = { d_model: 8, nhead: 2, num_layers: 1, dim_feedforward: 8, head_dim: 8, batch_size: 8 };
const cases = [
  ["pre-training and training", tabTransformer, { ...small, epochs: 3, pretrain_epochs: 2, schedule: "cosine" }],
  ["a pool of masks", tabTransformer, { ...small, epochs: 3, dropout_masks: "pool" }],
  ["early stopping", mlp, { epochs: 12, early_stopping: true, patience: 1, learning_rate: 0.05, dropout_rate: 0.2 }],
] as const;

const training = { ...loanRows({ rows: 83, seed: "resume" }), validation: loanRows({ rows: 21, seed: "validation" }) };

/** Holds the last one as a store would: written and read again. */
function heldCheckpoints(): FitCheckpoints & { saved: number } {
  let held: ReturnType<typeof packState> | undefined;
  const checkpoints = {
    saved: 0,
    load: () => held && unpackState(held),
    isDue: () => true,
    save(progress: object) {
      checkpoints.saved++;
      held = structuredClone(packState(progress));
    },
  };
  return checkpoints;
}

describe("a fit that is killed again and again", () => {
  it.each(cases)("ends in the same parameters, bit for bit: %s", async (_, estimator, options) => {
    const settings = { randomKey: randomKey(7) };
    const whole = await fitEstimator(estimator, training, options, settings);
    const curves: [number, object][] = [];
    const checkpoints = heldCheckpoints();
    for (let life = 0; ; life++) {
      let calls = 0;
      curves.length = 0;
      const attempt = fitEstimator(estimator, training, options, {
        ...settings,
        checkpoints,
        onMetrics: (pass, values) => curves.push([pass, values]),
        onProgress() {
          // Every life makes a little more of it than the one before.
          if (++calls > life + 1) throw new Error("killed");
        },
      });
      const fitted = await attempt.catch((error: Error) => {
        if (error.message !== "killed") throw error;
        return undefined;
      });
      if (!fitted) continue;
      expect(fitted.state).toEqual(whole.state);
      expect(curves.map(([pass]) => pass)).toEqual(curves.map((_point, index) => index + 1));
      expect(curves.length).toBe(whole.state.training.curve.length);
      expect(life).toBeGreaterThan(1);
      expect(checkpoints.saved).toBeGreaterThan(life);
      return;
    }
  });
});
