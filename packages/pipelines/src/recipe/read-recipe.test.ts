import { readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { settingOf } from "./located-tree.ts";
import { readRecipe } from "./read-recipe.ts";
import type { RecipeFile } from "./recipe-file.ts";
import { shippedWeatherRecipe } from "./shipped-recipe.ts";

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
const weather = readFileSync(shippedWeatherRecipe, "utf8");
const read = (text: string): RecipeFile => readRecipe(text, "recipes/r.yaml");
const places = (file: RecipeFile): readonly unknown[] =>
  file.problems.map(({ code, line, column, path }) => [code, line, column, path]);
/** The weather recipe with one line replaced. */
const weatherWith = (line: string | RegExp, replacement: string): string => {
  const changed = weather.replace(line, replacement);
  expect(changed).not.toBe(weather);
  return changed;
};

describe("layout v1", () => {
  test("every documented key becomes the one internal form", () => {
    const { recipe, layout, problems } = read(fixture("tabular-v1.yaml"));
    expect(problems).toEqual([]);
    expect(layout).toBe("v1");
    expect(recipe).toMatchObject({
      name: "churn_experiment",
      task: "classification",
      seed: 42,
      model: {
        name: "churn_experiment",
        classPath: "sklearn.ensemble.RandomForestClassifier",
        values: { n_estimators: 100, max_features: null },
        space: {
          max_depth: { kind: "integer", low: 3, high: 20, log: false },
          learning_rate: { kind: "float", low: 1e-3, high: 0.3, log: true },
          criterion: { kind: "categorical", choices: ["gini", "entropy"] },
        },
      },
      tuning: {
        trials: 50,
        metric: "roc_auc",
        direction: "maximize",
        pruning: { algorithm: "MedianPruner", startupTrials: 5, warmupSteps: 10 },
      },
      data: {
        loader: { name: "default_loader", sourceUri: "data/churn.parquet" },
        augmentation: { kind: "pass-through" },
        targets: ["churned"],
        split: { strategy: "random", train: 0.75, test: 0.25, stratify: true },
      },
      preprocessing: {
        kind: "options",
        options: { exclude_cols: ["user_id", "event_timestamp"], outlier_method: "iqr" },
      },
      evaluation: { metrics: ["accuracy", "precision", "recall", "f1", "roc_auc"], randomState: 7 },
    });
  });

  test("estimators inside estimators and feature namespaces, in a fragment named by its file", () => {
    const { recipe } = read(fixture("nested-v1.yaml"));
    expect(recipe?.name).toBe("r");
    expect(recipe?.model.values).toEqual({ voting: "soft" });
    const [one, two] = recipe?.model.estimators ?? [];
    expect(one?.estimator.estimator?.space).toEqual({
      n_estimators: { kind: "integer", low: 100, high: 500, log: false },
    });
    expect(two?.estimator).toEqual({ classPath: "sklearn.linear_model.Ridge", values: {}, space: {} });
    expect(recipe?.data.augmentation).toEqual({
      kind: "feature-store",
      views: [
        { name: "demographics", features: ["age", "country"] },
        { name: "behaviour", features: ["visits"] },
      ],
    });
  });

  test("several targets", () => {
    const { recipe } = read("model: {data_interface: {task_type: regression, target_col: [a, b]}}\n");
    expect(recipe?.data.targets).toEqual(["a", "b"]);
  });

  test.each([
    ["{type: int, low: 3}", /needs low and high/],
    ["{type: float, low: 0, high: 1, log: true}", /cannot start at 0/],
    ["{type: int, low: 5, high: 5}", /not below/],
    ["{type: int, low: 0.5, high: 5}", /integers/],
    ["{type: categorical}", /needs choices/],
    ["{type: integer, low: 1, high: 2}", /one of int, float, categorical/],
    ["{type: int, lo: 1, high: 2}", /"lo" in model.hyperparameters.depth is unknown/],
  ])("the range %s is refused in place", (range, message) => {
    const { problems } = read(`model:\n  hyperparameters:\n    depth: ${range}\n`);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]).toMatchObject({ line: 3 });
  });
});

describe("layout v1.5", () => {
  test("every documented key becomes the one internal form", () => {
    const { recipe, layout, problems } = read(fixture("tabular-v15.yaml"));
    expect(problems).toEqual([]);
    expect(layout).toBe("v1.5");
    expect(recipe).toMatchObject({
      model: {
        library: "xgboost",
        values: { random_state: 42 },
        space: {
          max_depth: { kind: "integer", low: 3, high: 10 },
          booster: { kind: "categorical", choices: ["gbtree", "dart"] },
        },
        calibration: { method: "isotonic" },
      },
      tuning: { trials: 20, timeoutSeconds: 600, metric: "f1" },
      data: {
        targets: ["churned"],
        entityColumns: ["user_id"],
        augmentation: { views: [{ name: "customer", joinKey: "user_id", features: ["age", "visits"] }] },
        split: { train: 0.7, validation: 0.15, test: 0.1, calibration: 0.05 },
      },
      preprocessing: { kind: "steps", steps: [{ type: "simple_imputer", options: { strategy: "median" } }, {}, {}] },
      monitoring: { enabled: true },
    });
  });

  test.each([
    ["split: {strategy: temporal, temporal_column: at, train: 0.7, test: 0.2}", /sum to 0.9/],
    ["split: {strategy: temporal, train: 0.8, test: 0.2}", /needs temporal_column/],
    ["split: {strategy: sideways, train: 0.8, test: 0.2}", /one of random, temporal/],
    ["data_interface: {entity_columns: [a]}", /needs target_column/],
  ])("data: %s is refused", (data, message) => {
    const { problems } = read(
      `name: x\ntask_choice: regression\nmodel: {class_path: m, hyperparameters: {values: {}}}\ndata:\n  ${data}\n`,
    );
    expect(problems.map((problem) => problem.message).join()).toMatch(message);
    expect(problems[0]?.line).toBe(5);
  });

  test.each([
    ["hyperparameters: {tuning_enabled: true}", /no tunable range/],
    ["hyperparameters: {fixed: {a: 1}}", /no values/],
    ["calibration: {enabled: true, method: beta}", /for classification/],
    ["calibration: {enabled: true}", /needs a method/],
  ])("model: %s is refused", (model, message) => {
    const { problems } = read(`name: x\ntask_choice: regression\nmodel:\n  class_path: m\n  ${model}\n`);
    expect(problems.map((problem) => problem.message).join()).toMatch(message);
  });

  test("a required key that is absent is named at the map that lacks it", () => {
    expect(places(read("task_choice: regression\nmodel:\n  library: x\n"))).toEqual([
      ["VALUE_INVALID", 1, 1, "name"],
      ["VALUE_INVALID", 2, 1, "model.class_path"],
    ]);
  });
});

describe("mistakes", () => {
  test("two layouts in one recipe: both places", () => {
    const { problems } = read("model:\n  loader: {source_uri: a.csv}\ntask_choice: regression\n");
    expect(problems).toMatchObject([{ code: "RECIPE_LAYOUT_MIXED", line: 3, column: 1 }]);
    expect(problems[0]?.message).toContain("model.loader (recipes/r.yaml:2:3)");
  });

  test("unknown keys, metrics, stations and zones, all at once with suggestions", () => {
    const text = weatherWith("lookback_hours: 3", "lookback_hour: 3")
      .replace("metrics: [r2, mae, rmse, mape]", "metrics: [r2, maee]")
      .replace('station: "108"', "station: JKF")
      .replace("Asia/Seoul, holidays: KR, latitude: 37.5714", "Asia/Soul, holidays: KR, latitude: 37.5714")
      .replace("horizon_hours: 1", "horizon_hours: 7");
    const { problems } = read(text);
    const found = Object.fromEntries(problems.map(({ path, hint }) => [path, hint]));
    expect(found).toMatchObject({
      "source.lookback_hour": 'Did you mean "lookback_hours"?',
      "evaluation.metrics[1]": 'Did you mean "mae"?',
      "source.station": 'Did you mean "JFK"?',
      "stations.108.time_zone": "Use a name such as Asia/Seoul or America/New_York.",
      "forecast.horizon_hours": "",
    });
    const lines = text.split("\n");
    const shown = problems.map(({ path, line, column }) => [path, lines[line - 1]?.slice(column - 1, column + 5)]);
    expect(Object.fromEntries(shown)).toEqual({
      "source.lookback_hour": "lookba",
      "evaluation.metrics[1]": "maee]",
      "source.station": expect.stringMatching(/^JKF/),
      "stations.108.time_zone": "Asia/S",
      "forecast.horizon_hours": expect.stringMatching(/^7/),
    });
  });

  test.each([
    ["name: auto", "name: kmaa", 'Did you mean "kma"?'],
    ["threshold: 3.0", 'threshold: "3.0"', "Remove the quotes."],
    ["class_path: mlops.ridge", "class_path: 5", 'Quote it: "5".'],
    ["unit: mbar", "unit: mbars", 'Did you mean "mbar"?'],
  ])("%s written as %s", (from, to, hint) => {
    expect(read(weatherWith(from, to)).problems).toMatchObject([{ hint }]);
  });

  test("a section of the other layout is told where it belongs", () => {
    expect(read("preprocessor: {steps: []}\n").problems[0]?.hint).toBe("It belongs at model.preprocessor.");
  });

  test.each([
    ["", "The recipe is empty."],
    ["[1]", "The recipe must be a map of keys."],
    ["text", "The recipe must be a map of keys."],
  ])("%j", (text, message) => {
    expect(read(text).problems[0]?.message).toBe(message);
  });

  test("a newer schema is refused before its keys are judged", () => {
    expect(places(read("name: x\nschema_version: 2\nunheard_of: 1\n"))).toEqual([
      ["RECIPE_VERSION_NEWER", 2, 17, "schema_version"],
    ]);
  });

  test("a reference belongs in a config", () => {
    const { problems } = read("model:\n  loader: {source_uri: '${DATA}/x.csv'}\n");
    expect(problems[0]).toMatchObject({ line: 2, path: "model.loader.source_uri" });
  });
});

describe("the weather recipe", () => {
  test("normalised", () => {
    const { recipe } = read(weather);
    expect(recipe).toMatchObject({
      name: "commute-weather",
      source: { name: "auto", stations: ["108"], lookbackHours: 3, historyDays: 14 },
      forecast: { target: "comfort_score", horizonHours: 1 },
      features: { set: "commute-weather/1", exclude: expect.arrayContaining(["month", "season"]) as unknown },
      model: { name: "commute-comfort", classPath: "mlops.ridge" },
      promotion: { alias: "champion", confidenceLevel: 0.9, blockHours: 24, resamples: 2000 },
    });
    expect(recipe?.stations["JFK"]).toMatchObject({ id: "JFK", timeZone: "America/New_York", holidays: "none" });
    expect(recipe?.source?.file?.columns["windGust"]).toEqual({ column: "wind_gust", unit: "mph" });
    expect(recipe?.source?.file?.observedAt).toEqual({ column: "time_hour" });
    expect(recipe?.gate?.thresholds.map(({ metric, threshold }) => [metric, threshold])).toEqual([
      ["mae", 3],
      ["mape", 15],
      ["r2", 0.7],
    ]);
  });

  test.each([
    ['"108:112"', ["108", "112"]],
    ["108", ["108"]],
    ["[108, JFK]", ["108", "JFK"]],
  ])("station: %s", (written, stations) => {
    expect(read(weatherWith('station: "108"', `station: ${written}`)).recipe?.source?.stations).toEqual(stations);
  });

  test("a file's times may lack a zone, its layout a station, its text be Korean", () => {
    const written = `encoding: euc-kr
    station_id: "108"
    columns:
      observed_at: {column: time, time_zone: Asia/Seoul, disambiguation: earlier}`;
    const { recipe, problems } = read(
      weatherWith("columns:\n      station: origin\n      observed_at: time_hour", written),
    );
    expect(problems).toEqual([]);
    expect(recipe?.source?.file).toMatchObject({
      encoding: "euc-kr",
      stationId: "108",
      observedAt: { column: "time", timeZone: "Asia/Seoul", disambiguation: "earlier" },
    });
  });

  test("null keys and blocks mean their defaults", () => {
    const { recipe } = read(
      weatherWith("lookback_hours: 3", "lookback_hours: null").replace(/^promotion:\n(?: .*\n)+/m, "promotion:\n"),
    );
    expect(recipe?.source?.lookbackHours).toBe(3);
    expect(recipe?.promotion).toBeUndefined();
  });

  test.each([
    ["target_column: comfort_score", "target_column: temperature", "data.data_interface.target_column"],
    ["temporal_column: at", "temporal_column: time", "data.split.temporal_column"],
    ["task_choice: regression", "task_choice: timeseries", "task_choice"],
  ])("%s, not %s", (from, to, path) => {
    expect(read(weatherWith(from, to)).problems).toMatchObject([
      { path, hint: expect.stringContaining("or remove the key") },
    ]);
  });

  test("metrics of classes and quantiles are known, of nothing not", () => {
    const metrics = (names: string) => read(`evaluation: {metrics: [${names}]}\n`).problems.length;
    expect(metrics("class_1_f1, pinball_loss_p95, calibration_ece")).toBe(0);
    expect(metrics("class_f1, pinball_loss_p, calibration_x")).toBe(3);
  });

  test("null is a value among hyper-parameters and an absent block beside them", () => {
    const { recipe, problems } = read(
      "name: x\ntask_choice: regression\nmodel: {class_path: m, hyperparameters: {fixed: null, tunable: null, values: {depth: null}}}\npreprocessor: {steps: [{type: standard_scaler, columns: null}]}\n",
    );
    expect(problems).toEqual([]);
    expect(recipe?.model.values).toEqual({ depth: null });
  });

  test("positions of keys and values", () => {
    const file = read(weather);
    const lines = weather.split("\n");
    const at = (path: string, part?: "key" | "value"): string | undefined => {
      const { line, column } = file.positionOf(path, part);
      return lines[line - 1]?.slice(column - 1);
    };
    expect(at("gate.thresholds[0].threshold")).toMatch(/^3\.0/);
    expect(at("gate.thresholds[2].metric")).toMatch(/^r2/);
    expect(at("forecast.horizon_hours", "key")).toMatch(/^horizon_hours: 1/);
    expect(file.positionOf("forecast").file).toBe("recipes/r.yaml");
  });
});

describe("digest", () => {
  test("comments, order and aliases do not change it, meaning does", () => {
    const digest = read(weather).digest;
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(read(weather.replaceAll(/ # .*$/gm, "")).digest).toBe(digest);
    expect(read(weatherWith("[r2, mae, rmse, mape]", "[r2_score, mean_absolute_error, rmse, mape]")).digest).toBe(
      digest,
    );
    expect(
      read(weatherWith("seed: 42\n", "").replace("name: commute-weather\n", "seed: 42\nname: commute-weather\n"))
        .digest,
    ).toBe(digest);
    expect(read(weatherWith("seed: 42", "seed: 43")).digest).not.toBe(digest);
    expect(readRecipe(weather, "elsewhere/other.yaml").digest).toBe(digest);
  });
});

describe("settings", () => {
  const set = (...texts: readonly string[]): RecipeFile => readRecipe(weather, "r.yaml", texts.map(settingOf));

  test("paths into maps and lists, typed values", () => {
    const { recipe } = set(
      "gate.thresholds[0].threshold=2.5",
      "source.station=JFK",
      "model.hyperparameters.values.alphas=[1, 2]",
      "source.location=a=b",
    );
    expect(recipe?.gate?.thresholds[0]?.threshold).toBe(2.5);
    expect(recipe?.source).toMatchObject({ stations: ["JFK"], location: "a=b" });
    expect(recipe?.model.values["alphas"]).toEqual([1, 2]);
  });

  test("a wrong one is a problem at the flag", () => {
    const { problems } = set("forecast.horizon_hour=3");
    expect(problems).toMatchObject([
      { file: "--set forecast.horizon_hour", line: 0, hint: 'Did you mean "horizon_hours"?' },
    ]);
  });

  test.each(["", "x", "=1", "a..b=1", "__proto__.x=1", "a=[1"])("%j is not a setting", (text) => {
    expect(() => settingOf(text)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });
});

describe("any input", () => {
  const texts = [weather, fixture("tabular-v1.yaml"), fixture("nested-v1.yaml"), fixture("tabular-v15.yaml")];

  test("a damaged recipe gives a recipe or problems with places, and never throws", () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(15),
      put: fc.string({ maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
        const damaged = edits.reduce((current, { at, cut, put }) => {
          const start = Math.floor(at * current.length);
          return current.slice(0, start) + put + current.slice(start + cut);
        }, text);
        const file = read(damaged);
        expect(file.recipe === undefined).toBe(file.problems.length > 0);
        expect(file.problems.filter(({ line, message }) => line < 1 || message === "")).toEqual([]);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test("any JSON in the place of a section never throws", () => {
    const sections = [
      "model",
      "data",
      "source",
      "stations",
      "gate",
      "preprocessor",
      "evaluation",
      "tracking",
      "hyperparameter_tuning",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...sections), fc.jsonValue({ maxDepth: 4 }), (section, value) => {
        expect(() => read(JSON.stringify({ name: "x", [section]: value }))).not.toThrow();
        expect(() =>
          read(JSON.stringify({ task_choice: "regression", model: { hyperparameters: value }, [section]: value })),
        ).not.toThrow();
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test("random bytes never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(() => readRecipe(bytes, "r.yaml")).not.toThrow();
      }),
    );
  });
});
