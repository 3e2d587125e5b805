import { readdirSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { classificationMetrics } from "./classification-metrics.ts";
import { metricBySpelling, metricCatalogue, metricSpellings } from "./metric-catalogue.ts";
import { regressionMetrics } from "./regression-metrics.ts";

describe("the catalogue of metrics", () => {
  it("holds one metric for each file, named like it", () => {
    const files = readdirSync(new URL(".", import.meta.url))
      .filter((file) => !/\.test\.ts$|metrics?\.ts$|^metric-|^define-/.test(file))
      .map((file) => file.replace(/\.ts$/, "").replaceAll("-", "_"));
    expect(Object.keys(metricCatalogue).toSorted()).toEqual(files.toSorted());
    for (const [name, metric] of Object.entries(metricCatalogue)) expect(metric.name).toBe(name);
    for (const catalogue of [classificationMetrics, regressionMetrics]) {
      expect(Object.keys(catalogue)).toEqual(Object.keys(catalogue).toSorted());
    }
  });

  it("uses no spelling twice", () => {
    const spellings = Object.values(metricCatalogue).flatMap((metric) => [
      metric.name,
      ...metric.aliases,
      ...(metric.task === "classification" ? Object.keys(metric.variants ?? {}) : []),
    ]);
    expect(new Set(spellings).size).toBe(spellings.length);
    expect(metricSpellings).toEqual(spellings.toSorted());
  });

  it("knows the documented names of each task", () => {
    const canonical = Object.fromEntries(
      [
        ..."accuracy precision recall f1 f1_score roc_auc roc_auc_score log_loss accuracy_score".split(" "),
        ..."calibration_ece calibration_mce calibration_brier mean_pinball_loss interval_coverage".split(" "),
        ..."r2 r2_score mae mean_absolute_error mse mean_squared_error rmse root_mean_squared_error".split(" "),
        ..."mape mean_absolute_percentage_error smape".split(" "),
      ].map((spelling) => [spelling, metricBySpelling(spelling)?.name]),
    );
    expect(canonical).toEqual({
      accuracy: "accuracy",
      accuracy_score: "accuracy",
      precision: "precision",
      recall: "recall",
      f1: "f1",
      f1_score: "f1",
      roc_auc: "roc_auc",
      roc_auc_score: "roc_auc",
      log_loss: "log_loss",
      calibration_ece: "calibration_ece",
      calibration_mce: "calibration_mce",
      calibration_brier: "calibration_brier",
      mean_pinball_loss: "mean_pinball_loss",
      interval_coverage: "interval_coverage",
      r2: "r2",
      r2_score: "r2",
      mae: "mae",
      mean_absolute_error: "mae",
      mse: "mse",
      mean_squared_error: "mse",
      rmse: "rmse",
      root_mean_squared_error: "rmse",
      mape: "mape",
      mean_absolute_percentage_error: "mape",
      smape: "smape",
    });
    expect(metricBySpelling("roc_auc_ovo_weighted")?.name).toBe("roc_auc");
    expect(metricBySpelling("F1")).toBeUndefined();
  });

  it("gives every loss a direction of its own, so that none is maximised by mistake", () => {
    const minimised = Object.values(metricCatalogue).filter(({ direction }) => direction === "minimize");
    expect(minimised.map(({ name }) => name).toSorted()).toEqual(
      [
        ..."calibration_brier calibration_ece calibration_mce log_loss mae mape max_error mean_pinball_loss".split(" "),
        ..."median_absolute_error mse rmse smape".split(" "),
      ].toSorted(),
    );
  });
});
