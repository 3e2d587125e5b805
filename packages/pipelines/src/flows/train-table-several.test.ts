import { randomKey, randomStream } from "@mlops/core";
import { resultOf } from "@mlops/engine";
import { openModel } from "@mlops/models";
import { modelRegistry } from "@mlops/store";
import { describe, expect, test } from "vitest";

import type { TablePlan } from "../tabular/table-plan.ts";
import { loanPlan } from "../testing/loan-plan.ts";
import { loans, temporaryTables } from "../testing/loans.ts";
import { clockAt, listSource, START, weatherWorld } from "../testing/weather-world.ts";
import { trainTableWorkflow } from "./train-table.ts";

const tables = temporaryTables();

/** Two numbers and a class that follow from two columns. */
function measures(rows: number): string[] {
  const random = randomStream(randomKey("measures"));
  return Array.from({ length: rows }, () => {
    const [a, b] = [random.normal(), random.normal()];
    const first = 2 * a - b + 0.2 * random.normal();
    const second = 100 + 5 * b + random.normal();
    return `${a.toFixed(4)},${b.toFixed(4)},${first.toFixed(4)},${second.toFixed(4)},${a + b > 0 ? "up" : "down"}`;
  });
}

const source = () => tables.csv("measures.csv", measures(400), "a,b,first,second,side");
const regression: Partial<TablePlan> = {
  task: "regression",
  target: "first",
  otherTargets: ["second"],
  exclude: ["side"],
  metrics: ["r2"],
};

async function run(world: Awaited<ReturnType<typeof weatherWorld>>, plan: Partial<TablePlan>) {
  return resultOf(await world.run(trainTableWorkflow, { ...loanPlan, ...plan }, listSource([]), START));
}

describe("a model of several targets", () => {
  test("has an estimator, metrics and outputs for each, in one file", async () => {
    await using world = await weatherWorld();
    const result = await run(world, {
      ...regression,
      source: await source(),
      estimator: {
        classPath: "sklearn.multioutput.MultiOutputRegressor",
        options: { estimator: { class_path: "sklearn.linear_model.Ridge", hyperparameters: { alpha: 0.1 } } },
      },
    });
    expect(result.targets?.["first"]?.metrics["r2"]).toBeGreaterThan(0.95);
    expect(result.targets?.["second"]?.metrics["r2"]).toBeGreaterThan(0.9);
    const mean = ["first", "second"].reduce((sum, name) => sum + (result.targets?.[name]?.metrics["r2"] ?? NaN) / 2, 0);
    expect(result.metrics["r2"]).toBeCloseTo(mean, 12);
    expect(result.model.alias).toBe("champion");
    expect(result.validation.exportDifference).toBeLessThan(1e-9);

    const version = await modelRegistry(world.store, clockAt(START)).version("loans", 1);
    expect(version?.attributes).toMatchObject({ targets: ["first", "second"] });
    expect(version?.metrics["second/r2"]).toBe(result.targets?.["second"]?.metrics["r2"]);
    expect(version?.signature).toMatchObject({
      inputs: [{ name: "a" }, { name: "b" }],
      outputs: [{ name: "value_first" }, { name: "value_second" }],
    });
    await using model = await openModel(await world.store.blobs.read(result.model.digest));
    const answer = await model.predict({ a: Float64Array.of(1), b: Float64Array.of(1) });
    expect(Number(answer["value_first"]?.[0])).toBeCloseTo(1, 0);
    expect(Math.abs(Number(answer["value_second"]?.[0]) - 105)).toBeLessThan(1);
  });

  test("is judged by the gate on the means of its targets", async () => {
    await using world = await weatherWorld();
    const result = await run(world, {
      ...regression,
      source: await source(),
      estimator: { classPath: "sklearn.linear_model.Ridge", options: {} },
      thresholds: [{ metric: "r2", operator: ">=", threshold: 0.999 }],
    });
    expect(result).toMatchObject({ model: { alias: null }, validation: { verdict: "keep" }, reasons: ["r2-missed"] });
  });

  test("classifies each target with labels and probabilities of its own", async () => {
    await using world = await weatherWorld();
    const rows = loans(300).map((row) => `${row},${row.includes("yes") ? "paid" : "late"}`);
    const result = await run(world, {
      source: await tables.csv("two-labels.csv", rows, "income,debt,job,bad,payment"),
      otherTargets: ["payment"],
      features: ["income", "debt"],
    });
    await using model = await openModel(await world.store.blobs.read(result.model.digest));
    const answer = await model.predict({ income: Float64Array.of(25), debt: Float64Array.of(9) });
    expect(Object.keys(answer)).toEqual([
      "label_bad",
      "probability_bad_N",
      "probability_bad_Y",
      "label_payment",
      "probability_payment_late",
      "probability_payment_paid",
    ]);
  });
});

describe("estimators that hold others", () => {
  test("vote", async () => {
    await using world = await weatherWorld();
    const result = await run(world, {
      source: await tables.csv("voting.csv", loans(400)),
      estimator: {
        classPath: "sklearn.ensemble.VotingClassifier",
        options: {
          estimators: [
            { name: "linear", estimator: { class_path: "sklearn.linear_model.LogisticRegression" } },
            { name: "bayes", estimator: { class_path: "sklearn.naive_bayes.GaussianNB" } },
          ],
          voting: "soft",
        },
      },
    });
    expect(result.metrics["roc_auc"]).toBeGreaterThan(0.7);
    expect(result.validation.exportDifference).toBeLessThan(1e-9);
  });

  test("predict quantiles with their own metrics and outputs", async () => {
    await using world = await weatherWorld();
    const { otherTargets: _, ...one } = regression;
    const result = await run(world, {
      ...one,
      exclude: ["side", "second"],
      source: await source(),
      estimator: {
        classPath: "mlops.QuantileEnsemble",
        options: { estimator: { class_path: "sklearn.linear_model.LinearRegression" }, n_estimators: 5 },
      },
      metrics: ["r2", "coverage_rate_p95", "coverage_rate_p80"],
    });
    expect(result.metrics["coverage_rate_p95"]).toBeGreaterThan(0.8);
    expect(result.metrics["pinball_loss_p50"]).toBeGreaterThan(0);
    expect(result.metrics["interval_coverage"]).toBeGreaterThan(0.3);
    expect(result.metrics["coverage_rate_p80"]).toBeNull();
    await using model = await openModel(await world.store.blobs.read(result.model.digest));
    expect(model.outputs.map(({ name }) => name)).toEqual([
      "value",
      "value_p50",
      "value_p75",
      "value_p95",
      "value_p99",
    ]);
  });
});
