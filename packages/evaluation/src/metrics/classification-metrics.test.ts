import { readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { confusionMatrix } from "../classification/confusion-matrix.ts";
import type { JudgedRows } from "../classification/judged-rows.ts";
import { scoreClassification } from "../comparison/score-classification.ts";
import { nearly } from "../testing/nearly.ts";
import { type ClassificationOptions, computeClassificationMetric } from "./classification-metric.ts";
import { classificationMetric, classificationMetrics } from "./classification-metrics.ts";

interface GoldenCase {
  readonly name: string;
  readonly truth: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
  readonly predicted: readonly number[];
  readonly weights: readonly number[] | null;
  readonly scores: Readonly<Record<string, number | null>>;
  readonly calibration: Readonly<Record<"equal-width" | "equal-mass", Readonly<Record<string, number>>>>;
  readonly confusion: readonly (readonly number[])[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../fixtures/golden/evaluation/classification-metrics.json", import.meta.url), "utf8"),
) as { readonly cases: readonly GoldenCase[] };

function rowsOf({ truth, probabilities, predicted, weights }: GoldenCase): JudgedRows {
  return {
    classes: probabilities.map((_, code) => code),
    truth: Int32Array.from(truth),
    predicted: Int32Array.from(predicted),
    probabilities: probabilities.map((column) => Float64Array.from(column)),
    weights: weights === null ? undefined : Float64Array.from(weights),
  };
}

const valuesOf = (rows: JudgedRows, names: readonly string[], options?: ClassificationOptions) =>
  Object.fromEntries(
    Object.entries(scoreClassification(rows, names, options)).map(([name, { value }]) => [name, value]),
  );

const close = (values: Readonly<Record<string, number | null>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === null ? null : nearly(value)]));

describe("classification metrics against scikit-learn", () => {
  it.each(golden.cases.map((example) => [example.name, example] as const))("%s", (_, example) => {
    const rows = rowsOf(example);
    expect(valuesOf(rows, Object.keys(example.scores))).toEqual(close(example.scores));
    const matrix = confusionMatrix(rows).counts.flat();
    expect(matrix).toEqual(example.confusion.flat().map((count) => nearly(count)));
  });

  it.each(golden.cases.map((example) => [example.name, example] as const))("calibration errors: %s", (_, example) => {
    for (const binning of ["equal-width", "equal-mass"] as const) {
      const expected = example.calibration[binning];
      expect(valuesOf(rowsOf(example), Object.keys(expected), { binning })).toEqual(close(expected));
    }
  });
});

/** Probabilities in eighths, so that ties are common and sums exact. */
const binaryRows = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 8 })), { minLength: 1, maxLength: 40 })
  .map((pairs): JudgedRows => {
    const positive = Float64Array.from(pairs, ([, eighths]) => eighths / 8);
    return {
      classes: ["no", "yes"],
      truth: Int32Array.from(pairs, ([truth]) => (truth ? 1 : 0)),
      probabilities: [positive.map((p) => 1 - p), positive],
    };
  });

const allNames = Object.keys(classificationMetrics);

describe("classification metrics", () => {
  it("keep to the range that they state, or are null with a reason", () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        for (const [name, { value, reason }] of Object.entries(scoreClassification(rows, allNames))) {
          const { range } = classificationMetric(name).metric;
          const [low, high] = [range.minimum ?? Number.NEGATIVE_INFINITY, range.maximum ?? Number.POSITIVE_INFINITY];
          expect(value === null ? /^[a-z-]+$/.test(reason ?? "") : value >= low - 1e-12 && value <= high + 1e-12).toBe(
            true,
          );
        }
      }),
    );
  });

  it("do not depend on the order of the rows", () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const backwards: JudgedRows = {
          classes: rows.classes,
          truth: rows.truth.toReversed(),
          probabilities: rows.probabilities?.map((column) => column.toReversed()),
        };
        expect(valuesOf(backwards, allNames)).toEqual(close(valuesOf(rows, allNames)));
      }),
    );
  });

  it("take weights as repetitions of rows", () => {
    const counts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(binaryRows, counts, (rows, weights) => {
        const own = weights.slice(0, rows.truth.length);
        fc.pre(own.some((weight) => weight > 0));
        const positions = own.flatMap((weight, row) => Array.from({ length: weight }, () => row));
        const repeated: JudgedRows = {
          classes: rows.classes,
          truth: Int32Array.from(positions, (row) => rows.truth[row] ?? 0),
          probabilities: rows.probabilities?.map((column) => Float64Array.from(positions, (row) => column[row] ?? 0)),
        };
        const weighted = { ...rows, weights: Float64Array.from(own) };
        expect(valuesOf(weighted, allNames)).toEqual(close(valuesOf(repeated, allNames)));
      }),
    );
  });

  it("see a rising transformation of the probabilities in none of the areas", () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const cubed = (rows.probabilities?.[1] ?? new Float64Array()).map((p) => p ** 3);
        const bent = { ...rows, probabilities: [cubed.map((p) => 1 - p), cubed] };
        expect(valuesOf(bent, ["roc_auc", "pr_auc"])).toEqual(valuesOf(rows, ["roc_auc", "pr_auc"]));
      }),
    );
  });

  it("turn an area into its complement where the classes change places", () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const { roc_auc: area } = valuesOf(rows, ["roc_auc"]);
        const probabilities = rows.probabilities?.toReversed();
        const { roc_auc: mirrored } = valuesOf({ ...rows, probabilities }, ["roc_auc"]);
        expect(mirrored).toEqual(area === null || area === undefined ? null : nearly(1 - area));
      }),
    );
  });

  it("equal the definition of the area: the share of pairs in the right order", () => {
    fc.assert(
      fc.property(binaryRows, (rows) => {
        const scores = [...(rows.probabilities?.[1] ?? [])];
        const of = (code: number) => scores.filter((_, row) => rows.truth[row] === code);
        const pairs = of(1).flatMap((p) => of(0).map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const share = pairs.length === 0 ? null : nearly(pairs.reduce<number>((sum, x) => sum + x, 0) / pairs.length);
        expect(valuesOf(rows, ["roc_auc"])["roc_auc"]).toEqual(share);
      }),
    );
  });

  it("say why they are undefined", () => {
    const rows: JudgedRows = {
      classes: ["a", "b"],
      truth: Int32Array.of(0, 0),
      predicted: Int32Array.of(0, 0),
      probabilities: [Float64Array.of(0.9, 0.8), Float64Array.of(0.1, 0.2)],
    };
    const reasons = Object.entries(scoreClassification(rows, ["precision", "recall", "f1", "roc_auc", "pr_auc"]));
    expect(reasons.map(([name, { value, reason }]) => [name, value, reason])).toEqual([
      ["precision", null, "class-never-predicted"],
      ["recall", null, "class-without-rows"],
      ["f1", null, "class-without-rows-never-predicted"],
      ["roc_auc", null, "class-missing-from-truths"],
      ["pr_auc", null, "class-missing-from-truths"],
    ]);
    expect(valuesOf(rows, ["precision", "f1"], { zeroDivision: 1 })).toEqual({ precision: 1, f1: 1 });
    const labels = { ...rows, probabilities: undefined };
    expect(scoreClassification(labels, ["log_loss"])["log_loss"]).toMatchObject({ reason: "no-probabilities" });
    const none = { ...rows, truth: new Int32Array(), predicted: new Int32Array(), probabilities: undefined };
    expect(scoreClassification(none, ["accuracy"])["accuracy"]).toMatchObject({ value: null, reason: "no-rows" });
  });

  it("take the named class for the positive one", () => {
    const rows: JudgedRows = {
      classes: [false, true],
      truth: Int32Array.of(0, 0, 1, 1),
      predicted: Int32Array.of(0, 0, 0, 1),
    };
    expect(valuesOf(rows, ["precision", "class_true_recall"])).toEqual({ precision: 1, class_true_recall: 0.5 });
    expect(valuesOf(rows, ["precision"], { positiveClass: false })).toEqual({ precision: nearly(2 / 3) });
    expect(() => valuesOf(rows, ["precision"], { positiveClass: "true" })).toThrow('no class "true"');
  });

  it.each([
    [{ truth: Int32Array.of(2) }, "Row 0 of the truths has code 2, outside 0 … 1"],
    [{ predicted: Int32Array.of(0, 1) }, "There are 1 truths, but 2 predicted classes"],
    [{ predicted: undefined, probabilities: undefined }, "neither predicted classes nor probabilities"],
    [{ probabilities: [Float64Array.of(0.5)] }, "There are 2 classes, but probabilities of 1"],
    [{ probabilities: [Float64Array.of(0.5), Float64Array.of(0.4)] }, "probabilities of row 0 sum to 0.9"],
    [{ probabilities: [Float64Array.of(Number.NaN), Float64Array.of(0.4)] }, "class a in row 0 is NaN"],
    [{ weights: Float64Array.of(-1) }, "weight of row 0 is -1"],
    [{ classes: ["a"] }, "There is 1 class"],
  ])("refuse %o", (wrong, message) => {
    const rows: JudgedRows = { classes: ["a", "b"], truth: Int32Array.of(1), predicted: Int32Array.of(1), ...wrong };
    const accuracy = classificationMetric("accuracy").metric;
    expect(() => computeClassificationMetric(accuracy, rows)).toThrow(message);
  });

  it("are refused by unknown names", () => {
    expect(() => classificationMetric("auroc")).toThrow('no classification metric "auroc"; there are accuracy,');
  });
});
