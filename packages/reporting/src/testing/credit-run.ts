import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { sha256Hex } from "@mlops/core";

import type { ClassificationReport, ReportedMetric, RunReportData } from "../run/run-report-data.ts";

const path = fileURLToPath(new URL("../../../../../shared/data/credit_default.csv", import.meta.url));

export const hasCreditData = existsSync(path);

/**
 * A run over the credit data whose "model" is a rule on delayed payments. Rows, scores, curves, counts and point metrics are
 * real; intervals, importances, leak checks, the model's facts and the part that the threshold is said to be chosen on are
 * made up so that every place of the report is filled: nothing here says how well any model does.
 */
export function creditRun(): RunReportData {
  const text = readFileSync(path, "utf8");
  const [header = "", ...lines] = text.trim().split(/\r?\n/u);
  const names = header.split(",");
  const rows = lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, at) => [names[at] ?? "", Number(cell)])),
  );
  const test = rows.slice(Math.round(rows.length * 0.7));
  const truth = test.map((row) => row["default.payment.next.month"] ?? 0);
  const score = test.map((row) => {
    const delays = ["PAY_0", "PAY_2", "PAY_3"].reduce(
      (sum, name, at) => sum + Math.max(row[name] ?? 0, 0) / (at + 1),
      0,
    );
    return 1 / (1 + Math.exp(1.9 - 1.1 * delays - (row["LIMIT_BAL"] ?? 0) * -1.5e-6));
  });
  const part = (name: string, from: number, to: number) => ({
    name,
    rows: to - from,
    digest: sha256Hex(lines.slice(from, to).join("\n")),
    targetMean: mean(rows.slice(from, to).map((row) => row["default.payment.next.month"] ?? 0)),
  });
  const [second, third] = [Math.round(rows.length * 0.6), Math.round(rows.length * 0.7)];
  return {
    run: {
      id: "r20261121090000ab12cd",
      name: "credit-default",
      status: "degraded",
      reasons: ["no-baseline-beaten"],
      startedAt: Date.UTC(2026, 10, 21, 9, 0, 0),
      finishedAt: Date.UTC(2026, 10, 21, 9, 1, 12, 340),
      warnings: ["The column ID was left out: it is different in every row."],
    },
    data: {
      sources: [
        {
          name: "data/credit_default.csv",
          rows: rows.length,
          digest: sha256Hex(text),
          bytes: text.length,
          licence: "CC BY 4.0",
        },
      ],
      rows: rows.length,
      columns: names.map((name) => ({
        name,
        type: "int32",
        role: name === "default.payment.next.month" ? "target" : name === "ID" ? "key" : "feature",
        missing: 0,
        distinct: new Set(rows.map((row) => row[name])).size,
        protected: ["SEX", "AGE", "MARRIAGE"].includes(name),
      })),
      split: {
        kind: "random-stratified",
        seed: 42,
        digest: sha256Hex("split"),
        parts: [part("train", 0, second), part("validation", second, third), part("test", third, rows.length)],
      },
      leakChecks: [
        {
          check: "identical rows across parts",
          result: "reported",
          detail: "35 rows of the test part occur in the training part too.",
        },
        { check: "a column predicts the target alone", result: "passed" },
      ],
      rejected: { count: 0, examples: [] },
    },
    model: {
      name: "credit-default",
      version: 3,
      estimator: "logistic-regression",
      inputs: names.slice(1, -1).map((name) => ({ name, type: "double" })),
      outputs: [
        { name: "label", type: "string" },
        { name: "probability_0", type: "double" },
        { name: "probability_1", type: "double" },
      ],
      hyperParameters: { penalty: "l2", C: 1, max_iter: 200, tol: 1e-6, class_weight: null, fit_intercept: true },
      bytes: 18_342,
      digest: sha256Hex("model"),
      parity: { rows: 4096, largestDifference: 3.1e-14 },
      importance: {
        kind: "absolute coefficient",
        features: names.slice(1, -1).map((name, at) => ({ name, value: 1 / (1 + ((at * 7) % 23)) })),
      },
    },
    targets: [classificationReport("default.payment.next.month", truth, score, slicesOf(test, truth, score))],
    lineage: {
      recipeDigest: sha256Hex("recipe"),
      lockfileDigest: sha256Hex("lock"),
      seed: 42,
      versions: { mlops: "0.1.0", node: "24.21.0", "onnxruntime-node": "1.30.0" },
      recipe:
        "model:\n  name: credit-default\n  estimator: logistic_regression\ndata:\n  path: file://data/credit_default.csv\n",
    },
  };
}

/** Everything that the report of two classes shows, by plain counting. */
export function classificationReport(
  target: string,
  truth: ArrayLike<number>,
  score: ArrayLike<number>,
  slices: ClassificationReport["slices"] = [],
): ClassificationReport {
  const n = truth.length;
  const order = Uint32Array.from({ length: n }, (_, at) => at).sort((a, b) => (score[b] ?? 0) - (score[a] ?? 0));
  const positives = Array.from(truth).reduce((sum, label) => sum + label, 0);
  const negatives = n - positives;
  const [fpr, tpr, precision, thresholds, f1, recall] = [[0], [0], [1], [] as number[], [] as number[], [0]];
  let [tp, fp, area, average, best, threshold] = [0, 0, 0, 0, -1, 0.5];
  for (const [rank, row] of order.entries()) {
    if (truth[row] === 1) tp++;
    else fp++;
    if (score[row] === score[order[rank + 1] ?? -1]) continue;
    const [lastX, lastY] = [fpr.at(-1) ?? 0, tpr.at(-1) ?? 0];
    fpr.push(fp / negatives);
    tpr.push(tp / positives);
    precision.push(tp / (tp + fp));
    recall.push(tp / positives);
    area += ((fp / negatives - lastX) * (tp / positives + lastY)) / 2;
    average += (tp / positives - lastY) * (tp / (tp + fp));
    thresholds.push(score[row] ?? 0);
    f1.push((2 * tp) / (tp + fp + positives));
    if ((f1.at(-1) ?? 0) > best) [best, threshold] = [f1.at(-1) ?? 0, score[row] ?? 0];
  }
  const bins = Array.from({ length: 10 }, () => ({ predicted: 0, observed: 0, n: 0 }));
  const counts = [
    [0, 0],
    [0, 0],
  ];
  let brier = 0;
  for (let row = 0; row < n; row++) {
    const [p, y] = [score[row] ?? 0, truth[row] ?? 0];
    const bin = bins[Math.min(Math.floor(p * 10), 9)];
    if (bin !== undefined)
      Object.assign(bin, { predicted: bin.predicted + p, observed: bin.observed + y, n: bin.n + 1 });
    const line = counts[y] ?? [];
    const answer = p >= threshold ? 1 : 0;
    line[answer] = (line[answer] ?? 0) + 1;
    brier += (p - y) ** 2 / n;
  }
  const accuracy = ((counts[0]?.[0] ?? 0) + (counts[1]?.[1] ?? 0)) / n;
  const margin = 1.645 * Math.sqrt((accuracy * (1 - accuracy)) / n);
  const metrics: ReportedMetric[] = [
    { name: "roc_auc", value: area, n, interval: { lower: area - margin, upper: area + margin, level: 0.9 } },
    { name: "pr_auc", value: average, n },
    { name: "f1", value: best, n },
    {
      name: "accuracy",
      value: accuracy,
      n,
      interval: { lower: accuracy - margin, upper: accuracy + margin, level: 0.9 },
    },
    { name: "brier", value: brier, n },
    { name: "mcc", value: null, reason: "not-computed-by-rule", n },
  ];
  return {
    task: "classification",
    target,
    part: "test",
    classes: [0, 1],
    positiveClass: 1,
    metrics,
    baselines: [
      {
        name: "majority",
        metrics: [
          { name: "accuracy", value: negatives / n, n },
          { name: "f1", value: 0, n },
          { name: "roc_auc", value: 0.5, n },
        ],
      },
    ],
    slices,
    roc: [{ name: "class 1", falsePositiveRate: fpr, truePositiveRate: tpr, area }],
    precisionRecall: [{ name: "class 1", precision, recall, area: average, prevalence: positives / n }],
    calibration: [
      {
        name: "model",
        bins: bins
          .filter(({ n: rows }) => rows > 0)
          .map(({ predicted, observed, n: rows }) => ({
            predicted: predicted / rows,
            observed: observed / rows,
            n: rows,
          })),
      },
    ],
    confusion: { classes: [0, 1], counts },
    threshold: {
      value: threshold,
      tunedOn: "validation",
      objective: "f1",
      sweep: {
        part: "validation",
        thresholds: thresholds.toReversed(),
        measures: {
          f1: f1.toReversed(),
          recall: recall.slice(1).toReversed(),
          precision: precision.slice(1).toReversed(),
        },
      },
    },
    scores: [0, 1].map((label) => ({
      name: `class ${label}`,
      values: Array.from(score).filter((_, row) => truth[row] === label),
    })),
  };
}

function slicesOf(
  rows: readonly Record<string, number>[],
  truth: readonly number[],
  score: readonly number[],
): ClassificationReport["slices"] {
  const bands = {
    SEX: (row: Record<string, number>) => (row["SEX"] === 1 ? "male" : "female"),
    AGE: (row: Record<string, number>) => `${Math.floor((row["AGE"] ?? 0) / 10) * 10} …`,
    EDUCATION: (row: Record<string, number>) => String(row["EDUCATION"]),
  };
  return Object.entries(bands).flatMap(([column, sliceOf]) => {
    const groups = Map.groupBy(rows.keys(), (at) => sliceOf(rows[at] ?? {}));
    return [...groups]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([slice, members]) => {
        const right = members.filter((at) => (score[at] ?? 0) >= 0.3 === (truth[at] === 1)).length;
        return {
          column,
          slice,
          n: members.length,
          metrics: [
            { name: "accuracy", value: right / members.length, n: members.length },
            { name: "prevalence", value: mean(members.map((at) => truth[at] ?? 0)), n: members.length },
          ],
        };
      });
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
