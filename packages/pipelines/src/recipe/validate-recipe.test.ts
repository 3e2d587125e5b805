import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { findSource } from "@mlops/data-generation";
import { describe, expect, test } from "vitest";

import { configValuesOf } from "./config-values.ts";
import { assertRecipe, loadRecipe, requireRecipe } from "./load-recipe.ts";
import { missingKeys } from "./missing-keys.ts";
import { readRecipe } from "./read-recipe.ts";
import { unitsOfField } from "./schema/weather-schema.ts";
import { shippedWeatherRecipe } from "./shipped-recipe.ts";
import { builtFeatures, unavailableFeatures } from "./unavailable-features.ts";
import { validateRecipe } from "./validate-recipe.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const fixtures = join(import.meta.dirname, "fixtures");
const weather = readFileSync(shippedWeatherRecipe, "utf8");
const load = (name: string) => loadRecipe(join(fixtures, name), { projectRoot: root });

describe("features that are not built", () => {
  test("the weather recipe needs none of them and lacks nothing", () => {
    const file = readRecipe(weather, "r.yaml");
    expect(unavailableFeatures(file)).toEqual([]);
    expect(missingKeys(file)).toEqual([]);
  });

  test.each([
    ["tabular-v1.yaml", ["model.class_path"]],
    [
      "nested-v1.yaml",
      [
        "model.augmenter",
        "model.class_path",
        "model.hyperparameters.estimators[0].estimator.class_path",
        "model.hyperparameters.estimators[0].estimator.hyperparameters.estimator.class_path",
      ],
    ],
    ["tabular-v15.yaml", ["data.fetcher", "monitoring", "model.class_path"]],
  ])("%s", async (name, paths) => {
    const available = {
      ...builtFeatures,
      isBuiltEstimator: (path: string) => path.startsWith("sklearn.linear_model."),
    };
    const found = unavailableFeatures(await load(name), available);
    expect(found.map(({ path }) => path)).toEqual(paths);
    for (const { code, file, line } of found) {
      expect([code, file]).toEqual(["RECIPE_FEATURE_NOT_AVAILABLE", `packages/pipelines/src/recipe/fixtures/${name}`]);
      expect(line).toBeGreaterThan(1);
    }
  });

  test("switched-off sections ask for nothing", () => {
    const text =
      "name: x\nhyperparameter_tuning: {enabled: false}\nmonitoring: {enabled: false}\nmodel: {augmenter: {type: pass_through}}\n";
    expect(unavailableFeatures(readRecipe(text, "r.yaml"))).toEqual([]);
  });

  test("the caller may know more classes and metrics", async () => {
    const available = {
      isBuiltEstimator: (path: string) => path === "xgboost.XGBClassifier",
      isBuiltMetric: () => true,
    };
    const paths = unavailableFeatures(await load("tabular-v15.yaml"), available).map(({ path }) => path);
    expect(paths).not.toContain("model.class_path");
    expect(paths).not.toContain("evaluation.metrics[0]");
  });
});

test("what a fragment lacks for training is named", async () => {
  expect(missingKeys(await load("nested-v1.yaml")).map(({ path }) => path)).toEqual([
    "model.loader",
    "model.data_interface.target_col",
  ]);
  const bare = readRecipe(
    "name: x\ntask_choice: regression\nsource: {name: kma}\nmodel: {class_path: mlops.ridge}\n",
    "r.yaml",
  );
  expect(missingKeys(bare).map(({ path }) => path)).toEqual(["features", "forecast", "stations"]);
  const nameless = readRecipe(
    weather.replace("name: commute-comfort", "name: null").replace("name: commute-weather", "name: two words"),
    "r.yaml",
  );
  expect(missingKeys(nameless).map(({ path }) => path)).toEqual(["model.name"]);
});

describe("validation", () => {
  const options = {
    projectRoot: root,
    featureSet: (name: string) =>
      name === "commute-weather/1"
        ? [
            { name: "temp_median_3h", kind: "feature" as const },
            { name: "hour_sin", kind: "feature" as const },
          ]
        : undefined,
  };
  const validate = (text: string) => validateRecipe(readRecipe(text, "r.yaml"), options);
  const includingAll = weather.replace(/exclude:\n(?: {4}- .*\n)+/, "exclude: []\n");

  test("the inputs are the features that are left", async () => {
    const { problems, inputs } = await validate(includingAll.replace("exclude: []", "exclude: [hour_sin]"));
    expect(problems).toEqual([]);
    expect(inputs.map(({ name }) => name)).toEqual(["temp_median_3h"]);
  });

  test.each([
    ["exclude: []", "exclude: [hour_sine]", /no feature "hour_sine"/, 'Did you mean "hour_sin"?'],
    ["exclude: []", "include: []", /No feature is left/, "Exclude fewer features."],
    ["commute-weather/1", "commute-weather/9", /no feature set/, "Check its name and version."],
    [
      "format: csv",
      "path: data/none.csv",
      /data\/none.csv does not exist/,
      "Paths in a recipe are relative to the project root.",
    ],
  ])("%s → %s", async (from, to, message, hint) => {
    const { problems } = await validate(includingAll.replace(from, to));
    expect(problems).toMatchObject([{ message: expect.stringMatching(message), hint }]);
    expect(problems[0]?.line).toBeGreaterThan(1);
  });

  test("a table's columns, a missing data file and a config without a feature store", async () => {
    const { problems, inputs, notTrainable } = await validateRecipe(await load("tabular-v15.yaml"), {
      projectRoot: root,
      config: { feature_store: { provider: "none" } } as never,
    });
    expect(inputs).toEqual([
      { name: "age", kind: "column" },
      { name: "visits", kind: "column" },
    ]);
    expect(problems.map(({ path }) => path)).toEqual(["data.loader.source_uri", "data.fetcher.type"]);
    expect(notTrainable.length).toBeGreaterThan(0);
  });

  test("queries and other machines' files are not looked for on the disk", async () => {
    for (const uri of ["SELECT a FROM t LIMIT 10", "s3://bucket/x.parquet"]) {
      const { problems } = await validate(`model:\n  loader:\n    source_uri: ${uri}\n`);
      expect(problems).toEqual([]);
    }
  });
});

describe("loading", () => {
  test("a missing file, a wrong one, a right one", async () => {
    await expect(loadRecipe("recipes/none.yaml", { projectRoot: root })).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
    });
    await expect(requireRecipe("vitest.config.ts", { projectRoot: root })).rejects.toMatchObject({
      category: "invalid",
    });
    const loaded = await requireRecipe("commute-weather.yaml", { projectRoot: root, cwd: join(root, "recipes") });
    expect(loaded).toMatchObject({
      file: "recipes/commute-weather.yaml",
      text: weather,
      recipe: { name: "commute-weather" },
    });
  });

  test("problems that agree give their own code, others RECIPE_INVALID", () => {
    expect(() => assertRecipe(readRecipe("nam: x\n", "r.yaml"))).toThrow(
      expect.objectContaining({ code: "KEY_UNKNOWN" }),
    );
    expect(() => assertRecipe(readRecipe("nam: x\nseed: y\n", "r.yaml"))).toThrow(
      expect.objectContaining({ code: "RECIPE_INVALID" }),
    );
  });

  test("what the recipe sets of the configuration, with its line", async () => {
    const [value] = configValuesOf(await requireRecipe(shippedWeatherRecipe, { projectRoot: root }));
    expect(value).toMatchObject({ keyPath: "tracking.wandb.project", value: "commute-weather-mlops" });
    expect(value?.where).toMatch(/commute-weather\.yaml:\d+$/);
  });

  test("the package ships the repository's weather recipe", () => {
    expect(readFileSync(join(root, "recipes", "commute-weather.yaml"), "utf8")).toBe(weather);
  });
});

test("the units of a recipe's columns are those that the file source converts", async () => {
  const driver = await findSource("file").load();
  for (const [field, units] of Object.entries(unitsOfField)) {
    for (const unit of [...units, "furlong"]) {
      const columns = { observed_at: "at", [field]: { column: "x", unit } };
      const recipe = readRecipe(JSON.stringify({ source: { file: { columns } } }), "r.yaml");
      expect([field, unit, recipe.problems.length === 0]).toEqual([field, unit, unit !== "furlong"]);
      expect([field, unit, driver.options.safeParse({ path: "x.csv", columns }).success]).toEqual([
        field,
        unit,
        unit !== "furlong",
      ]);
    }
  }
});

const shared = join(root, "..", "shared");

test.skipIf(!existsSync(join(shared, "examples")))("the shared example recipes are read as they stand", async () => {
  const files = globSync(join(shared, "examples", "recipes", "**", "*.yaml"));
  expect(files.length).toBeGreaterThan(5);
  for (const path of files) {
    const { problems, layout } = await loadRecipe(path, { projectRoot: root });
    expect([path, layout, problems]).toEqual([path, "v1", []]);
  }
});

test.skipIf(!existsSync(join(shared, "data", "nyc_weather_2013.csv")))(
  "the weather recipe maps columns that the shared file has",
  () => {
    const [header = ""] = readFileSync(join(shared, "data", "nyc_weather_2013.csv"), "utf8").split("\n");
    const columns = Object.values(readRecipe(weather, "r.yaml").recipe?.source?.file?.columns ?? {});
    expect(columns.length).toBe(10);
    for (const { column } of columns) expect(header.split(",")).toContain(column);
  },
);
