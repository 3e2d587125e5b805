import { describe, expect, it } from "vitest";

import { scorePredictors } from "./score-predictors.ts";

describe("scorePredictors", () => {
  it("judges each predictor by each metric on the same truths", () => {
    const table = scorePredictors([10, 14], { model: [11, 14], persistence: [8, 10] }, ["mae", "r2_score"], {
      minimumTruthStd: 3,
    });
    const r2Score = { value: null, reason: "truth-std-too-small", n: 2, excluded: 0 };
    expect(table).toEqual({
      model: { mae: { value: 0.5, n: 2, excluded: 0 }, r2_score: r2Score },
      persistence: { mae: { value: 3, n: 2, excluded: 0 }, r2_score: r2Score },
    });
  });

  it("refuses an unknown metric even without predictors", () => {
    expect(() => scorePredictors([], {}, ["auc"])).toThrow('no regression metric "auc"');
  });
});
