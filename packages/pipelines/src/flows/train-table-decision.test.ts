import { resultOf } from "@mlops/engine";
import { openModel } from "@mlops/models";
import { describe, expect, test } from "vitest";

import { openReport } from "../report/stored-report.ts";
import type { TablePlan } from "../tabular/table-plan.ts";
import { loanPlan } from "../testing/loan-plan.ts";
import { loans, temporaryTables } from "../testing/loans.ts";
import { listSource, START, weatherWorld } from "../testing/weather-world.ts";
import { trainTableWorkflow } from "./train-table.ts";

const { csv } = temporaryTables();

const fourParts = { ...loanPlan.split, train: 0.55, calibration: 0.15 };

function run(world: Awaited<ReturnType<typeof weatherWorld>>, plan: Partial<TablePlan>) {
  return world.run(trainTableWorkflow, { ...loanPlan, ...plan }, listSource([]), START);
}

describe("what becomes of probabilities", () => {
  test.each(["isotonic", "beta"] as const)("%s calibration and a tuned threshold are in the file", async (method) => {
    await using world = await weatherWorld();
    const result = resultOf(
      await run(world, {
        source: await csv(`${method}.csv`, loans(900)),
        split: fourParts,
        decision: { calibration: method, threshold: { kind: "tuned", objective: { metric: "f_beta", beta: 2 } } },
      }),
    );
    const { decision, exportDifference, split } = result.validation;
    expect(decision?.calibration).toEqual({ method, rows: split.parts.calibration?.rows });
    const threshold = decision?.threshold?.value ?? Number.NaN;
    // F2 counts recall twice as much: the threshold lies below the half.
    expect(threshold).toBeLessThan(0.5);
    expect(exportDifference).toBeLessThan(1e-6);
    expect(Object.keys(result.metrics)).toEqual(expect.arrayContaining(["calibration_ece", "calibration_brier"]));

    await using model = await openModel(await world.store.blobs.read(result.model.digest));
    const incomes = Float64Array.from({ length: 200 }, (_, row) => 20 + 0.3 * row);
    const answer = await model.predict({
      income: incomes,
      debt: incomes.map(() => 5),
      job: Array.from(incomes, () => "yes"),
    });
    const probabilities = Array.from(answer["probability_Y"] ?? [], Number);
    expect(answer["label"]).toEqual(probabilities.map((value) => (value >= threshold ? "Y" : "N")));
    expect(new Set(Array.from(answer["label"] ?? [], String)).size).toBe(2);
    // A calibration never turns the order round: more income, less risk.
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));

    const { report } = await openReport(world.store, result.report.digest);
    const [target] = report.targets;
    if (target?.task !== "classification") throw new Error("a classification is reported as one");
    expect(target.threshold).toMatchObject({ value: threshold, tunedOn: "validation", objective: "f_beta, beta 2" });
    expect(target.calibration.map(({ name }) => name)).toEqual(["calibrated", "before"]);
    expect(target.baselines.map(({ name }) => name)).toEqual(["dummy-classifier", "without calibration"]);
  });

  test("a threshold of the recipe's own is applied to every part", async () => {
    await using world = await weatherWorld();
    const source = await csv("fixed.csv", loans(400));
    const low = resultOf(await run(world, { source, decision: { threshold: { kind: "fixed", value: 0.05 } } }));
    const usual = resultOf(await run(world, { source }));
    expect(low.metrics["recall"]).toBeGreaterThan(usual.metrics["recall"] ?? 1);
    expect(low.metrics["roc_auc"]).toBe(usual.metrics["roc_auc"]);
    expect(low.validation.decision).toEqual({ threshold: { value: 0.05, positiveClass: "Y" } });
  });

  test("a threshold needs two classes", async () => {
    await using world = await weatherWorld();
    const rows = loans(300).map((row, at) => (at % 3 === 0 ? row.replace(/[YN]$/, "Z") : row));
    const decision = { threshold: { kind: "tuned" as const, objective: { metric: "f1" as const } } };
    expect(await run(world, { source: await csv("three.csv", rows), decision })).toMatchObject({
      status: "failed",
      error: { code: "EVALUATION_CLASSES_INVALID" },
    });
  });
});

describe("groups and leaks", () => {
  const grouped = (): string[] => loans(600).map((row, at) => `${row},g${at % 40}`);
  const header = "income,debt,job,bad,customer";

  test("a split by group keeps each group in one part", async () => {
    await using world = await weatherWorld();
    const source = await csv("groups.csv", grouped(), header);
    const split = { ...loanPlan.split, strategy: "group" as const, groupColumn: "customer" };
    const { validation } = resultOf(await run(world, { source, split, exclude: ["customer"] }));
    expect(validation.split.strategy).toBe("group");
    // Each group has 15 rows.
    for (const { rows } of Object.values(validation.split.parts)) expect(rows % 15).toBe(0);
    expect(validation.inputs).toBe(3);
  });

  test("a row without a group is named", async () => {
    await using world = await weatherWorld();
    const rows = grouped();
    rows[3] = `${loans(1)[0]},`;
    const source = await csv("no-group.csv", rows, header);
    const split = { ...loanPlan.split, strategy: "group" as const, groupColumn: "customer" };
    expect(await run(world, { source, split })).toMatchObject({
      error: { code: "TABLE_VALUE_INVALID", message: expect.stringMatching(/Row 4 has no "customer"/) as unknown },
    });
  });

  test("the policy refuses a leak before anything is fitted", async () => {
    await using world = await weatherWorld();
    const rows = loans(300).map((row) => `${row},${row.endsWith("Y") ? 1 : 0}`);
    const source = await csv("leak.csv", rows, "income,debt,job,bad,recovered");
    const refuse = { ...loanPlan.judging, leakPolicy: "refuse" as const };
    expect(await run(world, { source, judging: refuse })).toMatchObject({
      error: { code: "EVALUATION_LEAK_FOUND", message: expect.stringMatching(/"recovered" alone predicts/) as unknown },
    });
    const named = { ...loanPlan.judging, outcomeColumns: ["recovered"] };
    const { validation } = resultOf(await run(world, { source, judging: named }));
    expect(validation.leaks.map(({ check }) => check)).toEqual(["outcome-column", "predicts-alone"]);
    const without = resultOf(await run(world, { source, judging: named, exclude: ["recovered"] }));
    expect(without.validation.leaks).toEqual([]);
  });
});

describe("cross-validation", () => {
  const judging = { ...loanPlan.judging, folds: 3 };

  test("parts by class the rows that neither judge nor calibrate, each tested once", async () => {
    await using world = await weatherWorld();
    const result = resultOf(await run(world, { source: await csv("folds.csv", loans(300)), judging }));
    const { crossValidation, split } = result.validation;
    expect(crossValidation?.strategy).toBe("stratified by class");
    const learnt = (split.parts.train?.rows ?? 0) + (split.parts.validation?.rows ?? 0);
    expect(crossValidation?.folds.reduce((sum, { test: rows }) => sum + rows, 0)).toBe(learnt);
    const auc = crossValidation?.metrics.find(({ name }) => name === "roc_auc");
    expect(auc?.values).toHaveLength(3);
    expect(auc?.mean).toBeCloseTo((auc?.values ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0) / 3, 12);
    expect(auc?.mean).toBeGreaterThan(0.7);
    const { report } = await openReport(world.store, result.report.digest);
    expect(report.targets[0]?.crossValidation).toEqual(crossValidation);
  });

  test("goes by time where the split does: each fold learns from what lies before it", async () => {
    await using world = await weatherWorld();
    const rows = loans(400).map((row, at) => `${row},${new Date(Date.UTC(2024, 0, 1) + at * 3_600_000).toISOString()}`);
    const source = await csv("time.csv", rows.toReversed(), "income,debt,job,bad,applied_at");
    const split = { ...loanPlan.split, strategy: "temporal" as const, temporalColumn: "applied_at" };
    const result = resultOf(await run(world, { source, split, judging, exclude: ["applied_at"] }));
    const { crossValidation } = result.validation;
    expect(crossValidation?.strategy).toBe("in order of time");
    expect(crossValidation?.folds).toEqual([
      { train: 85, test: 85 },
      { train: 170, test: 85 },
      { train: 255, test: 85 },
    ]);
    // Errors of neighbouring hours are alike: blocks of them are resampled.
    expect(result.validation.comparison?.difference.blockLength).toBe(6);
    const { report } = await openReport(world.store, result.report.digest);
    const parts = report.data.split.parts.map(({ name, from, to }) => [name, from, to]);
    expect(parts.map(([name]) => name)).toEqual(["train", "validation", "test"]);
    expect(parts.flat().filter((value) => typeof value === "number")).toEqual(
      parts
        .flat()
        .filter((value) => typeof value === "number")
        .toSorted((a, b) => a - b),
    );
  });
});
