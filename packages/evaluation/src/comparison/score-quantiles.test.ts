import { describe, expect, it } from "vitest";

import { nearly } from "../testing/nearly.ts";
import { scoreQuantiles } from "./score-quantiles.ts";

describe("scoreQuantiles", () => {
  const truth = [1, 2, 3, 4];
  const low = { quantile: 0.05, predicted: [0, 2, 4, 3] };
  const high = { quantile: 0.95, predicted: [2, 3, 4, 3] };

  it("gives the documented names, quantiles in any order", () => {
    const scores = scoreQuantiles(truth, [high, low]);
    expect(Object.fromEntries(Object.entries(scores).map(([name, { value }]) => [name, value]))).toEqual({
      pinball_loss_p5: nearly((0.05 * (1 + 0 + 1) + 0.95 * 1) / 4),
      coverage_rate_p5: 0.5,
      mae_p5: 0.75,
      mean_pred_p5: 2.25,
      pinball_loss_p95: nearly((0.05 * 3 + 0.95 * 1) / 4),
      coverage_rate_p95: 0.75,
      mae_p95: 1,
      mean_pred_p95: 3,
      mean_pinball_loss: nearly((0.05 * 2 + 0.95 + 0.05 * 3 + 0.95) / 8),
      interval_coverage: 0.5,
    });
  });

  it("has no interval for one quantile, and weights like repetitions", () => {
    expect(scoreQuantiles(truth, [high])).not.toHaveProperty("interval_coverage");
    const weighted = scoreQuantiles(truth, [low, high], [2, 1, 0, 1]);
    const repeated = scoreQuantiles(
      [1, 1, 2, 4],
      [
        { quantile: 0.05, predicted: [0, 0, 2, 3] },
        { quantile: 0.95, predicted: [2, 2, 3, 3] },
      ],
    );
    expect(weighted).toEqual(
      Object.fromEntries(
        Object.entries(repeated).map(([name, { value }]) => [name, { value: nearly(value ?? 0), n: 4, excluded: 0 }]),
      ),
    );
  });

  it("refuses quantiles that have no name, and none at all", () => {
    expect(() => scoreQuantiles(truth, [{ quantile: 0.975, predicted: truth }])).toThrow("a whole percent");
    expect(() => scoreQuantiles(truth, [{ quantile: 1, predicted: truth }])).toThrow("between 0 and 1");
    expect(() => scoreQuantiles(truth, [])).toThrow("no predicted quantiles");
    expect(scoreQuantiles([], [{ quantile: 0.5, predicted: [] }])["mean_pinball_loss"]).toMatchObject({ value: null });
  });
});
