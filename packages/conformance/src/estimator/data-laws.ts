import { type NumericFeature, type TrainingData } from "@mlops/core";
import { expect } from "vitest";

import { columnsOf, type EstimatorLawBook, type EstimatorScene, failureOf } from "./estimator-law.ts";
import { classData, numericFeatures, regressionData, takeRows, withCategory, withGaps } from "./judged-data.ts";

/** Capabilities are true, and bad data is refused by name. */
export function dataLaws(book: EstimatorLawBook): void {
  book.law("missing values are taken, or refused with their column", async (scene) => {
    const training = scene.data({ rows: 120, seed: "gaps" });
    const gapped = { ...training, features: withGaps(training.features) };
    if (scene.capabilities.missingValues) {
      const prediction = await scene.predict(gapped.features, await scene.fit(gapped));
      expect(columnsOf(prediction).every((column) => column.every(Number.isFinite))).toBe(true);
      return;
    }
    const failure = await failureOf(scene.fit(gapped));
    expect(failure.code).toBe("ESTIMATOR_DATA_UNSUPPORTED");
    expect(failure.message).toContain('"x 0" is missing in row 3');
  });

  book.law("categories are taken, or refused with their column", async (scene) => {
    const training = scene.data({ rows: 120, seed: "categories" });
    const mixed = { ...training, features: withCategory(training.features as readonly NumericFeature[]) };
    if (scene.capabilities.categories) {
      const prediction = await scene.predict(mixed.features, await scene.fit(mixed));
      expect(columnsOf(prediction).every((column) => column.every(Number.isFinite))).toBe(true);
      return;
    }
    const failure = await failureOf(scene.fit(mixed));
    expect(failure.code).toBe("ESTIMATOR_DATA_UNSUPPORTED");
    expect(failure.message).toContain('"도시"');
  });

  book.law("targets that it is not for are refused", async (scene) => {
    const { tasks, classes } = scene.capabilities;
    const shape = { rows: 60, seed: "task" };
    const strange: TrainingData[] = [
      ...(tasks.includes("regression") ? [] : [regressionData(shape)]),
      ...(tasks.includes("classification") ? [] : [classData(shape, [0, 1])]),
      ...(classes === "binary" ? [classData(shape, [0, 1, 2])] : []),
    ];
    for (const training of strange) {
      expect((await failureOf(scene.fit(training))).code).toBe("ESTIMATOR_DATA_UNSUPPORTED");
    }
  });

  book.law("data that cannot be learnt from is refused with its place", async (scene) => {
    const training = scene.data({ rows: 30, seed: "bad" });
    const [first, ...others] = training.features as readonly NumericFeature[];
    if (first === undefined) throw new TypeError("the data has columns");
    const column = (values: Float64Array): TrainingData => ({
      ...training,
      features: [{ ...first, values }, ...others],
    });
    const cases: [TrainingData, string][] = [
      [column(first.values.with(4, Infinity)), '"x 0" is Infinity in row 4'],
      [column(first.values.slice(1)), '"x 0" has 29 rows'],
      [{ ...training, features: [first, first] }, '"x 0" occurs twice'],
      [{ ...training, features: [] }, "no column"],
      [takeRows(training, []), "no rows"],
      ...badTargets(training),
      ...(scene.capabilities.sampleWeights ? badWeights(training) : []),
    ];
    for (const [bad, message] of cases) {
      const failure = await failureOf(scene.fit(bad));
      expect(failure.message).toContain(message);
      expect(failure.code).toBe("MODEL_FIT_INVALID");
    }
  });

  book.law("odd but possible data is refused clearly or learnt from", async (scene) => {
    for (const training of oddData(scene)) {
      const state = await scene.fit(training).catch((error: unknown) => expectClear(error));
      if (state === undefined) continue;
      const columns = columnsOf(await scene.predict(training.features, state));
      expect(columns.every((column) => column.every(Number.isFinite))).toBe(true);
    }
  });

  book.law("unknown options are refused by name", async (scene) => {
    const training = scene.data({ rows: 30, seed: "options" });
    const failure = await failureOf(scene.fit(training, {}, { no_such_option: 1 }));
    expect(failure.code).toBe("ESTIMATOR_OPTION_INVALID");
    expect(failure.message).toContain('"no_such_option"');
  });
}

function badTargets(training: TrainingData): [TrainingData, string][] {
  const { target } = training;
  if (target.kind === "values") {
    return [
      [{ ...training, target: { kind: "values", values: target.values.with(2, NaN) } }, "target is NaN in row 2"],
    ];
  }
  return [
    [{ ...training, target: { ...target, codes: target.codes.with(2, 9) } }, "code 9 in row 2"],
    [{ ...training, target: { ...target, classes: [...target.classes, "zebra"] } }, '"zebra" has no row'],
  ];
}

function badWeights(training: TrainingData): [TrainingData, string][] {
  const ones = new Float64Array(30).fill(1);
  return [
    [{ ...training, weights: ones.with(7, -1) }, "weight is -1 in row 7"],
    [{ ...training, weights: ones.with(7, NaN) }, "weight is NaN in row 7"],
    [{ ...training, weights: ones.slice(1) }, "29 weights for 30 rows"],
    [{ ...training, weights: new Float64Array(30) }, "All weights are 0"],
  ];
}

function oddData(scene: EstimatorScene): TrainingData[] {
  const usual = scene.data({ rows: 40, seed: "odd" });
  const rows = 40;
  const constant = { kind: "numeric", name: "constant", values: new Float64Array(rows).fill(1013.25) } as const;
  const copy = { ...(usual.features[0] as NumericFeature), name: "copy" };
  const huge = { ...constant, name: "huge", values: constant.values.map((_, row) => 1e12 * (row % 3)) };
  // Beyond single precision, in which models may compute.
  const overflow = { ...constant, name: "overflow", values: constant.values.map((_, row) => 1e39 * (row % 3)) };
  const ownClasses: TrainingData = {
    ...usual,
    target: {
      kind: "classes",
      classes: [...Array(rows).keys()],
      codes: Int32Array.from({ length: rows }, (_, row) => row),
    },
  };
  const oneClass: TrainingData = {
    features: numericFeatures({ rows, seed: "one" }),
    target:
      scene.task === "regression"
        ? { kind: "values", values: new Float64Array(rows).fill(7) }
        : { kind: "classes", classes: ["only"], codes: new Int32Array(rows) },
  };
  return [
    oneClass,
    { ...usual, features: [...usual.features, constant] },
    { ...usual, features: [constant] },
    { ...usual, features: [...usual.features, copy] },
    { ...usual, features: [...usual.features, huge] },
    { ...usual, features: [...usual.features, overflow] },
    ...(scene.capabilities.classes === "many" && scene.task === "classification" ? [ownClasses] : []),
    scene.data({ rows: 12, columns: 20, seed: "wide" }),
    singleRow(scene),
    takeRows(usual, twoRows(usual)),
  ];
}

function singleRow(scene: EstimatorScene): TrainingData {
  const features = numericFeatures({ rows: 1, seed: "single" });
  return scene.task === "regression"
    ? { features, target: { kind: "values", values: Float64Array.of(3) } }
    : { features, target: { kind: "classes", classes: [true], codes: Int32Array.of(0) } };
}

/** One row of each class. */
function twoRows({ target }: TrainingData): number[] {
  return target.kind === "values" ? [0, 1] : [target.codes.indexOf(0), target.codes.indexOf(1)];
}

function expectClear(error: unknown): undefined {
  expect(error).toMatchObject({ name: "MlopsError", code: expect.stringMatching(/^(MODEL_FIT_INVALID|ESTIMATOR_)/) });
}
