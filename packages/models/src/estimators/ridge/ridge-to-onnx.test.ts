import { type NumericFeature, randomKey, randomStream } from "@mlops/core";
import { readModelSummary } from "@mlops/onnx";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { openModel } from "../../runtime/open-model.ts";
import { exportEstimator } from "../../estimator/export-estimator.ts";
import { fitEstimator } from "../../estimator/fit-estimator.ts";
import { clipValues } from "../../estimator/output-range.ts";
import { predictEstimator } from "../../estimator/predict-estimator.ts";
import ridge from "./ridge.ts";

const names = ["temperature", "기압 (hPa)", "gone", "flat", "hour/sin"];

function randomTable(seed: number, rows: number): Record<string, Float64Array> {
  const random = randomStream(randomKey(seed));
  const column = (centre: number, spread: number, missing: number) =>
    Float64Array.from({ length: rows }, () =>
      random.uniform() < missing ? Number.NaN : centre + spread * random.normal(),
    );
  return {
    temperature: column(12, 9, 0.1),
    "기압 (hPa)": column(1013, 7, 0.3),
    gone: column(0, 1, 1),
    flat: column(4, 0, 0.2),
    "hour/sin": column(0, 0.7, 0),
  };
}

function featuresOf(table: Record<string, Float64Array>): NumericFeature[] {
  return names.map((name) => ({ kind: "numeric", name, values: table[name] ?? new Float64Array() }));
}

async function fitted(seed: number) {
  const table = randomTable(seed, 120);
  const random = randomStream(randomKey(`noise ${seed}`));
  const target = Float64Array.from(
    { length: 120 },
    (_, row) => 50 + 30 * (table["hour/sin"]?.[row] ?? 0) + random.normal(),
  );
  return await fitEstimator(ridge, { features: featuresOf(table), target: { kind: "values", values: target } });
}

const range = { minimum: 0, maximum: 100 };

describe("ridge as ONNX", () => {
  it("agrees with predictRidge to 1e-9 on any rows, missing values included", async () => {
    const runs = fc.asyncProperty(
      fc.nat(1000),
      fc.constantFrom(1, 2, 333, 4096, 4097),
      fc.boolean(),
      async (seed, rows, clipped) => {
        const model = await fitted(seed);
        const options = clipped ? { range } : {};
        const columns = randomTable(seed + 7, rows);
        await using session = await openModel(await exportEstimator(ridge, model, options));
        const value = (await session.predict(columns))["value"];
        const prediction = await predictEstimator(ridge, model, featuresOf(columns));
        const values = prediction.kind === "values" ? prediction.values : new Float64Array();
        const expected = clipped ? clipValues(values, range) : values;
        expect(value).toHaveLength(rows);
        expected.forEach((number, row) => expect(Math.abs(Number(value?.[row]) - number)).toBeLessThanOrEqual(1e-9));
      },
    );
    await fc.assert(runs, { numRuns: 15 });
  });

  it("keeps to the range at both ends", async () => {
    const model = await fitted(1);
    await using session = await openModel(await exportEstimator(ridge, model, { range }));
    const columns = Object.fromEntries(names.map((name) => [name, new Float64Array(2)]));
    const { value } = await session.predict({ ...columns, "hour/sin": Float64Array.of(-1e4, 1e4) });
    expect(value).toEqual(Float64Array.of(0, 100));
  });

  it("takes each column by its name and says about itself what it was told", async () => {
    const metadata = { name: "commute-weather", version: "1", target: "comfort_score", horizon_hours: "1" };
    const summary = readModelSummary(await exportEstimator(ridge, await fitted(1), { metadata }));
    expect(summary.inputs).toEqual(names.map((name) => ({ name, type: "double", shape: ["rows"] })));
    expect(summary.outputs).toEqual([{ name: "value", type: "double", shape: ["rows"] }]);
    expect(summary.metadata).toEqual(metadata);
  });

  it("gives equal bytes for equal states", async () => {
    const bytes = async (seed: number) => exportEstimator(ridge, await fitted(seed));
    expect(await bytes(5)).toEqual(await bytes(5));
    expect(await bytes(5)).not.toEqual(await bytes(6));
  });
});
