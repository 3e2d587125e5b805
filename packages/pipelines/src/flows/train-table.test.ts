import { join } from "node:path";

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
const csv = tables.csv;

async function train(plan: Partial<TablePlan>): Promise<Awaited<ReturnType<typeof outcomeOf>>> {
  await using world = await weatherWorld();
  return await outcomeOf(world, plan);
}

function outcomeOf(world: Awaited<ReturnType<typeof weatherWorld>>, plan: Partial<TablePlan>) {
  return world.run(trainTableWorkflow, { ...loanPlan, ...plan }, listSource([]), START);
}

describe("training on a table", () => {
  test("registers one ONNX file that takes the raw columns, and beats the baseline", async () => {
    await using world = await weatherWorld();
    const result = resultOf(await outcomeOf(world, { source: await csv("loans.csv", loans(600)) }));
    expect(result.metrics["roc_auc"]).toBeGreaterThan(0.7);
    expect(result.metrics["log_loss"]).toBeLessThan(result.baselines["dummy-classifier"]?.["log_loss"] ?? 0);
    expect(result.model.alias).toBe("champion");
    expect(result.validation).toMatchObject({ verdict: "promote", inputs: 3, leaks: [] });
    expect(result.validation.exportDifference).toBeLessThan(1e-9);

    const version = await modelRegistry(world.store, clockAt(START)).version("loans", 1);
    expect(version).toMatchObject({
      digest: result.model.digest,
      metrics: result.metrics,
      labels: { task: "classification" },
    });
    await using model = await openModel(await world.store.blobs.read(result.model.digest), {
      digest: result.model.digest,
    });
    const answer = await model.predict({
      income: Float64Array.of(25, 75),
      debt: Float64Array.of(9, Number.NaN),
      job: ["no", "never seen"],
    });
    expect(answer["label"]).toEqual(["Y", "N"]);
    expect(Number(answer["probability_Y"]?.[0])).toBeGreaterThan(0.5);
  });

  test("splits by content: the same rows in another order give the same parts and the same model", async () => {
    const rows = loans(300);
    const first = resultOf(await train({ source: await csv("a.csv", rows) }));
    const second = resultOf(await train({ source: await csv("b.csv", rows.toReversed()) }));
    expect(second.validation.split.parts).toEqual(first.validation.split.parts);
    expect(second.metrics["accuracy"]).toBe(first.metrics["accuracy"]);
    expect(second.metrics["log_loss"]).toBeCloseTo(first.metrics["log_loss"] ?? NaN, 6);
  });

  test("is the same for the same seed", async () => {
    const source = await csv("same.csv", loans(200));
    const facts = async (): Promise<unknown> => {
      // The report names run and instants.
      const { model: _model, report: _report, ...rest } = resultOf(await train({ source }));
      return rest;
    };
    expect(await facts()).toEqual(await facts());
  });

  test("trains a regression, against the mean", async () => {
    const rows = loans(400).map((row) => row.split(",").slice(0, 3).join(","));
    const random = randomStream(randomKey("amount"));
    const source = await csv(
      "amounts.csv",
      rows.map((row) => `${row},${Number(row.split(",")[0]) * 2 + random.normal()}`),
      "income,debt,job,amount",
    );
    const result = resultOf(
      await train({
        source,
        task: "regression",
        target: "amount",
        estimator: { classPath: "sklearn.linear_model.Ridge", options: {} },
        metrics: [],
      }),
    );
    expect(result.metrics["r2"]).toBeGreaterThan(0.98);
    expect(result.baselines["dummy-regressor"]?.["r2"]).toBeLessThan(0.1);
  });

  test("keeps the alias where the gate of the recipe is missed", async () => {
    const thresholds = [{ metric: "f1", operator: ">=" as const, threshold: 0.999 }];
    const result = resultOf(await train({ source: await csv("gate.csv", loans(300)), thresholds }));
    expect(result.model.alias).toBeNull();
    expect(result.validation.gate).toMatchObject({ verdict: "missed", thresholds: [{ metric: "f1", met: false }] });
    expect(result.reasons).toContain("f1-missed");
  });

  test("reports a column that tells the outcome", async () => {
    const rows = loans(300).map((row) => `${row},${row.endsWith("Y") ? 1 : 0}`);
    const told = resultOf(await train({ source: await csv("told.csv", rows, "income,debt,job,bad,paid_back") }));
    expect(told.validation.leaks).toMatchObject([{ check: "predicts-alone", column: "paid_back" }]);
    expect(told.reasons).toContain("leak-suspected");
  });

  test("names the cells that keep a column of numbers from being one", async () => {
    const rows = loans(300);
    rows[4] = "12x,1,yes,N";
    rows[9] = '"1,234",1,yes,N';
    const outcome = await train({ source: await csv("cells.csv", rows) });
    expect(outcome).toMatchObject({
      status: "failed",
      error: {
        code: "TABLE_VALUE_INVALID",
        message: expect.stringMatching(
          /"income".*2 cells.*"12x" at .*cells\.csv:6, "1,234" at .*cells\.csv:11/,
        ) as unknown,
      },
    });
  });

  test("reports rows with too few fields by their line, and learns from the others", async () => {
    const rows = loans(300);
    rows[4] = "12,1";
    const result = resultOf(await train({ source: await csv("ragged.csv", rows) }));
    expect(result.data).toMatchObject({ rows: 299, rejectedCount: 1 });
    expect(result.data.rejected[0]?.where).toMatch(/ragged\.csv:6$/);
    expect(result.reasons).toContain("bad-cells");
  });

  test.each([
    ["no such column", { target: "good" }, "TABLE_COLUMN_UNKNOWN", /good/],
    ["a target with gaps", { target: "job" }, "LABEL_INVALID", /no label/],
    ["text for a regression", { task: "regression" as const }, "LABEL_INVALID", /numbers are needed/],
    ["a class that is not there", { positiveClass: "maybe" }, "LABEL_INVALID", /no class "maybe"/],
    [
      "an unknown estimator",
      { estimator: { classPath: "sklearn.svm.SVCC", options: {} } },
      "ESTIMATOR_UNKNOWN",
      /SVCC/,
    ],
    ["no test part", { split: { ...loanPlan.split, train: 0.85, test: 0 } }, "EVALUATION_SPLIT_EMPTY", /test/],
  ])("refuses %s", async (_, plan, code, message) => {
    const outcome = await train({ source: await csv("refused.csv", loans(100)), ...plan });
    expect(outcome).toMatchObject({
      status: "failed",
      error: { code, message: expect.stringMatching(message) as unknown },
    });
  });

  test("refuses one class and a file without rows", async () => {
    const one = loans(50).map((row) => row.replace(/[YN]$/, "Y"));
    expect(await train({ source: await csv("one.csv", one) })).toMatchObject({ error: { code: "LABEL_INVALID" } });
    expect(await train({ source: { kind: "file", path: join(tables.folder(), "none.csv") } })).toMatchObject({
      error: { code: "FILE_NOT_FOUND" },
    });
  });
});
