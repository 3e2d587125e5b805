import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { parseInstant, sha256Hex } from "@mlops/core";

import type { ReportedMetric, RunReportData } from "../run/run-report-data.ts";

const path = fileURLToPath(new URL("../../../../../shared/data/nyc_weather_2013.csv", import.meta.url));

export const hasWeatherData = existsSync(path);

/**
 * A run over the temperatures of one airport, forecast as 24 hours before. The series, residuals and point metrics are real;
 * the interval, the missing R², rejected cells and the model's facts are made up to fill the report.
 */
export function weatherRun(): RunReportData {
  const text = readFileSync(path, "utf8");
  const rows = text
    .trim()
    .split(/\r?\n/u)
    .slice(1)
    .map((line) => line.split(","))
    .filter(([origin]) => origin === "JFK")
    .map((cells) => ({ at: parseInstant(cells[14] ?? ""), temperature: cells[5] === "NA" ? null : Number(cells[5]) }));
  const test = rows.slice(-2000);
  const truth = test.map(({ temperature }) => temperature);
  const predicted = rows.slice(-2024, -24).map(({ temperature }) => temperature);
  const residuals = truth.flatMap((y, at) => {
    const p = predicted[at];
    return y === null || p === null || p === undefined ? [] : [y - p];
  });
  const half = residuals.map(Math.abs).sort((a, b) => a - b)[Math.floor(residuals.length * 0.8)] ?? 0;
  const n = residuals.length;
  const mae = residuals.reduce((sum, residual) => sum + Math.abs(residual), 0) / n;
  const rmse = Math.sqrt(residuals.reduce((sum, residual) => sum + residual ** 2, 0) / n);
  const metrics: ReportedMetric[] = [
    { name: "mae", value: mae, n, interval: { lower: mae * 0.95, upper: mae * 1.06, level: 0.9 } },
    { name: "rmse", value: rmse, n },
    { name: "r2", value: null, reason: "truth-nearly-constant", n },
  ];
  const hours = Map.groupBy(residuals.keys(), (at) => `${String(at % 24).padStart(2, "0")} h`);
  const shift = (by: number) => predicted.map((value) => (value === null ? null : value + by));
  return {
    run: {
      id: "r20261121090000zz99yy",
      name: "출퇴근 날씨 – commute weather",
      status: "ok",
      reasons: [],
      startedAt: Date.UTC(2026, 10, 21, 9),
      finishedAt: Date.UTC(2026, 10, 21, 9, 0, 3),
    },
    data: {
      sources: [
        {
          name: "data/nyc_weather_2013.csv",
          rows: rows.length,
          digest: sha256Hex(text),
          bytes: text.length,
          licence: "CC0",
        },
      ],
      rows: rows.length,
      columns: [
        { name: "time_hour", type: "instant", role: "time", missing: 0 },
        {
          name: "temp",
          type: "float64",
          role: "target",
          missing: rows.filter(({ temperature }) => temperature === null).length,
        },
      ],
      split: {
        kind: "temporal",
        digest: sha256Hex("split"),
        purged: 24,
        parts: [
          {
            name: "train",
            rows: rows.length - 2024,
            digest: sha256Hex("train"),
            from: rows[0]?.at ?? 0,
            to: rows.at(-2025)?.at ?? 0,
          },
          { name: "test", rows: 2000, digest: sha256Hex("test"), from: test[0]?.at ?? 0, to: test.at(-1)?.at ?? 0 },
        ],
      },
      leakChecks: [],
      rejected: {
        count: 2,
        examples: [
          {
            where: "data/nyc_weather_2013.csv:771",
            column: "humid",
            text: "1,024",
            message: "comma in a number",
          },
          { where: "data/nyc_weather_2013.csv:772", column: "습도", text: "높음", message: "not a number" },
        ],
      },
    },
    model: {
      name: "commute-comfort-JFK",
      estimator: "ridge",
      inputs: [{ name: "기온", type: "double" }],
      outputs: [{ name: "value", type: "double" }],
      hyperParameters: { alpha: 0.5 },
      bytes: 2311,
      digest: sha256Hex("model"),
    },
    targets: [
      {
        task: "regression",
        target: "기온",
        unit: "°F",
        part: "test",
        metrics,
        baselines: [{ name: "persistence", metrics: [{ name: "mae", value: mae, n }] }],
        slices: [...hours].map(([slice, members]) => {
          const error = members.reduce((sum, at) => sum + Math.abs(residuals[at] ?? 0), 0) / members.length;
          return {
            column: "hour",
            slice,
            n: members.length,
            metrics: [{ name: "mae", value: error, n: members.length }],
          };
        }),
        truth,
        predicted,
        instants: test.map(({ at }) => at),
        band: { lower: shift(-half), upper: shift(half), level: 0.8 },
      },
    ],
    lineage: { recipeDigest: sha256Hex("recipe"), seed: 42, versions: { mlops: "0.1.0" } },
  };
}
