import type { RegressionReport, RunReportData, TargetReport } from "../run/run-report-data.ts";
import { classificationReport } from "./credit-run.ts";

/** The fractional parts of the multiples of the golden ratio: even, ordered by nothing, the same everywhere. */
function evenly(at: number): number {
  return (at * 0.618_033_988_749_895) % 1;
}

/** Scores that separate the classes in part. */
export function classificationExample(rows: number): TargetReport {
  const truth = Uint8Array.from({ length: rows }, (_, row) => (evenly(row) > 0.8 ? 1 : 0));
  const score = Float64Array.from(truth, (label, row) =>
    Math.min(0.999, 0.6 * evenly(row * 7 + 3) + 0.3 * label + 0.05),
  );
  return classificationReport("defaulted", truth, score);
}

export function regressionExample(rows: number): RegressionReport {
  const truth = Float64Array.from({ length: rows }, (_, row) => 20 * Math.sin(row / 50) + 10 * evenly(row));
  const predicted = truth.map((value, row) => value + 6 * (evenly(row * 3 + 1) - 0.5));
  const metric = { name: "mae", value: 1.503_217_8, n: rows };
  return {
    task: "regression",
    target: "temperature",
    unit: "°C",
    part: "test",
    metrics: [metric],
    baselines: [],
    slices: [],
    truth,
    predicted,
    instants: Float64Array.from({ length: rows }, (_, row) => Date.UTC(2025, 0, 1) + row * 3_600_000),
    band: { lower: predicted.map((value) => value - 3), upper: predicted.map((value) => value + 3), level: 0.8 },
  };
}

/** A run with every text replaced by `text` where the user chooses it, so that escaping can be tried everywhere. */
export function exampleRun(
  targets: readonly TargetReport[],
  text: (given: string) => string = (given) => given,
): RunReportData {
  const digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  return {
    run: {
      id: "r20260102030405abcdef",
      name: text("example"),
      status: "ok",
      reasons: [],
      startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      finishedAt: Date.UTC(2026, 0, 2, 3, 5, 17),
      warnings: [text("warning")],
    },
    data: {
      sources: [
        { name: text("data/example.csv"), rows: 1234, digest, bytes: 56_789, licence: text("CC0"), synthetic: true },
      ],
      rows: 1234,
      columns: [
        { name: text("age"), type: "int32", role: "feature", missing: 17, distinct: 61, protected: true },
        { name: text("label"), type: "string", role: "target", missing: 0 },
      ],
      split: {
        kind: text("random-stratified"),
        seed: 43,
        digest,
        parts: [{ name: text("train"), rows: 987, digest, targetMean: 0.201_337, from: 0, to: 86_400_000 }],
        purged: 5,
      },
      leakChecks: [{ check: text("identical rows"), result: "reported", detail: text("detail") }],
      rejected: {
        count: 1,
        examples: [{ where: text("a.csv:771"), column: text("c"), text: text("x"), message: text("r") }],
      },
    },
    model: {
      name: text("example-model"),
      version: 12,
      estimator: text("ridge"),
      inputs: [{ name: text("age"), type: "double" }],
      outputs: [{ name: "value", type: "double" }],
      hyperParameters: { [text("alpha")]: 0.123_456_789, solver: text("exact"), fit_intercept: true, depth: null },
      bytes: 23_456,
      digest,
      parity: { rows: 4096, largestDifference: 1.234e-13 },
      outsideArtifact: [text("outlier-drop")],
      importance: { kind: text("gain"), features: [{ name: text("age"), value: 0.731 }] },
      learning: { stepName: text("epoch"), curves: { [text("loss")]: [3, 2, 1.5] } },
    },
    targets,
    lineage: {
      recipeDigest: digest,
      seed: 42,
      versions: { [text("node")]: text("24.21.0") },
      recipe: text("model:\n  name: example\n"),
    },
  };
}
