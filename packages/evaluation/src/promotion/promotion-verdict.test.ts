import { randomKey, randomStream } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { type PromotionEvidence, type PromotionOptions, promotionVerdict } from "./promotion-verdict.ts";

const POINTS = 240;
const truth = Float64Array.from({ length: POINTS }, (_, point) => 60 + 20 * Math.sin((2 * Math.PI * point) / 24));

/** Forecasts whose errors have this standard deviation. */
function forecast(error: number, seed: string): Float64Array {
  const random = randomStream(randomKey(seed));
  return truth.map((value) => value + error * random.normal());
}

const options: PromotionOptions = { key: randomKey(42), resamples: 500 };
const weak = { "score-persistence": forecast(4, "score"), "hourly-climatology": forecast(6, "climate") };
const judge = (evidence: Omit<PromotionEvidence, "truth">, changed: Partial<PromotionOptions> = {}) =>
  promotionVerdict({ truth, ...evidence }, { ...options, ...changed });

describe("promotionVerdict", () => {
  const candidate = forecast(2, "candidate");

  it("promotes what is shown to beat both baselines, with the numbers behind it", () => {
    const verdict = judge({ candidate, baselines: weak });
    expect(verdict).toMatchObject({
      verdict: "promote",
      reasons: [],
      n: POINTS,
      candidateRmse: expect.closeTo(2, 0),
      comparisons: [
        {
          reference: "score-persistence",
          outcome: "better",
          difference: { blockLength: 24, level: 0.9, kind: "moving" },
        },
        { reference: "hourly-climatology", outcome: "better" },
      ],
    });
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
    expect(judge({ candidate, baselines: weak })).toEqual(verdict);
  });

  it("keeps where a baseline is better, equal, or shown to be better", () => {
    const strong = { ...weak, "score-persistence": forecast(0.5, "strong") };
    expect(judge({ candidate, baselines: strong })).toMatchObject({
      verdict: "keep",
      reasons: ["worse-than-score-persistence"],
    });
    expect(judge({ candidate, baselines: { ...weak, "hourly-climatology": candidate } })).toMatchObject({
      verdict: "keep",
      reasons: ["not-better-than-hourly-climatology"],
    });
  });

  it("is inconclusive where it only looks better", () => {
    const nearly = candidate.map((value, point) => value + (point < 24 ? 0.5 * (value - (truth[point] ?? 0)) : 0));
    nearly.set(
      candidate.slice(200, 220).map((value, index) => value - 0.3 * (value - (truth[200 + index] ?? 0))),
      200,
    );
    const verdict = judge({ candidate, baselines: { ...weak, "score-persistence": nearly } });
    expect(verdict).toMatchObject({
      verdict: "inconclusive",
      reasons: ["not-shown-better-than-score-persistence"],
      comparisons: [{ outcome: "undecided" }, { outcome: "better" }],
    });
    expect(verdict.comparisons[0]?.difference.estimate).toBeLessThan(0);
  });

  it("is inconclusive with less than a week of hourly points", () => {
    const part = (series: Float64Array) => series.slice(0, 167);
    const evidence = {
      truth: part(truth),
      candidate: part(candidate),
      baselines: {
        "score-persistence": part(weak["score-persistence"]),
        "hourly-climatology": part(weak["hourly-climatology"]),
      },
    };
    expect(promotionVerdict(evidence, options)).toMatchObject({ verdict: "inconclusive", reasons: ["too-few-blocks"] });
    expect(promotionVerdict(evidence, { ...options, minimumBlocks: 6 })).toMatchObject({ verdict: "promote" });
  });

  it("remarks on a lack of skill over component persistence without keeping the alias back", () => {
    const baselines = { ...weak, "component-persistence": forecast(1, "component") };
    expect(judge({ candidate, baselines })).toMatchObject({
      verdict: "promote",
      reasons: ["no-skill-over-component-persistence"],
    });
    const beaten = { ...weak, "component-persistence": forecast(5, "component") };
    expect(judge({ candidate, baselines: beaten }).reasons).toEqual([]);
  });

  it("gives the champion its due by the rule that is asked for", () => {
    const rules = ["ignore", "not-worse", "better"] as const;
    const verdicts = (champion: Float64Array) =>
      rules.map((championRule) => judge({ candidate, baselines: weak, champion }, { championRule }).verdict);
    expect(verdicts(forecast(3, "champion"))).toEqual(["promote", "promote", "promote"]);
    expect(verdicts(forecast(1, "champion"))).toEqual(["promote", "keep", "keep"]);
    expect(verdicts(candidate)).toEqual(["promote", "promote", "keep"]);
    const worse = judge({ candidate, baselines: weak, champion: forecast(1, "champion") });
    expect(worse.reasons).toEqual(["worse-than-champion"]);
  });

  it("refuses series that cannot be compared", () => {
    expect(() => judge({ candidate: candidate.slice(1), baselines: weak })).toThrow(
      "the candidate's predictions are 239",
    );
    const short = { ...weak, "hourly-climatology": [1] };
    expect(() => judge({ candidate, baselines: short })).toThrow("the reference's predictions are 1");
  });
});
