/* oxlint-disable vitest/expect-expect -- the assertions are those of expectFailure */
import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { requireService } from "@mlops/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { answerOf, expectFailure } from "./answers.ts";
import { mlops, projectRoot, temporaryFolder } from "./command.ts";
import { columnsOf, runByPython } from "./python-model.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const sharedData = join(projectRoot, "../shared/data/credit_default.csv");
const sharedRecipes = join(projectRoot, "../shared/examples/recipes");
const germanData = join(projectRoot, "examples/credit/german-credit.csv");

interface Trained {
  readonly metrics: Readonly<Record<string, number>>;
  readonly baselines: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly model: { readonly uri: string; readonly digest: string; readonly alias: string | null };
  readonly data: { readonly rows: number };
  readonly validation: {
    readonly split: { readonly parts: unknown };
    readonly parts: Readonly<
      Record<string, { readonly rows: number; readonly metrics: Readonly<Record<string, number>> }>
    >;
    readonly leaks: readonly unknown[];
  };
  readonly saved: string;
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let made = 0;

const place = (name: string): string => join(folder.path, `${(made += 1)}-${name}`);

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

function train(recipe: string, more: readonly string[] = []) {
  const home = place("home");
  return mlops(["train", "--recipe-file", recipe, "--home", home, "--save-dir", home, "--json", ...more]);
}

function without(columns: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !names.includes(name)));
}

interface Case {
  readonly name: string;
  readonly recipe: string;
  readonly data: string;
  readonly rows: number;
  readonly target: string;
  readonly apart: readonly string[];
  /** `probability_…` of the positive class. */
  readonly positive: string;
  /** Least and greatest on the test part of 100 splits by scikit-learn 1.9: `tools/python/score_credit.py`. */
  readonly scikit: Readonly<Record<string, readonly [number, number]>>;
}

const german: Case = {
  name: "German credit",
  recipe: "recipes/german-credit.yaml",
  data: germanData,
  rows: 1000,
  target: "class",
  apart: ["class"],
  positive: "probability_2",
  scikit: { accuracy: [0.68, 0.814], roc_auc: [0.667, 0.857], log_loss: [0.427, 0.698] },
};
const creditDefault: Case = {
  name: "credit-card default",
  recipe: "recipes/credit-default.yaml",
  data: sharedData,
  rows: 24_000,
  target: "default.payment.next.month",
  apart: ["ID", "default.payment.next.month"],
  positive: "probability_1",
  scikit: { accuracy: [0.797, 0.819], roc_auc: [0.69, 0.75], log_loss: [0.455, 0.488] },
};

function trainsWell({ recipe, data, rows, apart, target, positive, scikit }: Case): void {
  const run = async (more: readonly string[] = []) =>
    answerOf(await train(recipe, ["--data-path", data, ...more])) as Trained;

  test("metrics lie where scikit-learn's lie, and beat the baseline", async () => {
    const answer = await run();
    expect(answer.data.rows).toBe(rows);
    for (const [metric, [low, high]] of Object.entries(scikit)) {
      expect(answer.metrics[metric], metric).toBeGreaterThanOrEqual(low);
      expect(answer.metrics[metric], metric).toBeLessThanOrEqual(high);
    }
    expect(answer.metrics["log_loss"]).toBeLessThan(answer.baselines["dummy-classifier"]?.["log_loss"] ?? 0);
    expect(answer.model.alias).toBe("champion");
    expect(answer.validation.leaks).toEqual([]);
  });

  test("the same seed gives the same parts and metrics, another seed others", async () => {
    const [first, second, other] = [await run(["--seed", "7"]), await run(["--seed", "7"]), await run(["--seed", "8"])];
    expect(second.metrics).toEqual(first.metrics);
    expect(second.validation.split).toEqual(first.validation.split);
    expect(other.validation.split.parts).not.toEqual(first.validation.split.parts);
    expect(other.metrics).not.toEqual(first.metrics);
  });

  test.skipIf(!requireService("python", python !== undefined))(
    "the saved ONNX file, run by Python on the raw columns, has the loss and accuracy that were reported",
    async () => {
      const { saved, validation } = await run();
      const columns = await columnsOf(data);
      const { outputs } = await runByPython(saved, without(columns, apart), place("columns.json"));
      const probabilities = (outputs[positive] ?? []).flat().map(Number);
      const truth = (columns[target] ?? []).map(Number);
      const last = Math.max(...truth);
      const loss = truth.map(
        (label, row) => -Math.log(label === last ? (probabilities[row] ?? 0) : 1 - (probabilities[row] ?? 0)),
      );
      const right = truth.map((label, row) => Number((label === last) === (probabilities[row] ?? 0) > 0.5));
      // Every row is in one part, so that the means of the parts make the mean of all.
      const reported = (metric: string): number =>
        Object.values(validation.parts).reduce((sum, part) => sum + part.rows * (part.metrics[metric] ?? 0), 0) / rows;
      expect(mean(loss)).toBeCloseTo(reported("log_loss"), 10);
      expect(mean(right)).toBeCloseTo(reported("accuracy"), 12);
    },
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("German credit", () => {
  trainsWell(german);
});

describe.skipIf(!requireService("shared", existsSync(sharedData)))("credit-card default", () => {
  trainsWell(creditDefault);
});

test("models of one table are compared, the best by each metric's direction", async () => {
  const home = place("home");
  for (const C of ["1", "0.01"]) {
    const words = ["--set", `model.hyperparameters.values.C=${C}`, "--home", home, "--json"];
    answerOf(await mlops(["train", "--recipe-file", german.recipe, ...words]));
  }
  const uris = [1, 2].map((version) => `models:/german-credit-risk/${version}`);
  const compared = await mlops(["models", "compare", ...uris, "--home", home, "--json"]);
  expect(answerOf(compared)).toMatchObject({
    status: "ok",
    sameData: true,
    sameTestRows: true,
    metrics: expect.arrayContaining([
      expect.objectContaining({ name: "log_loss", better: "lower" }),
      expect.objectContaining({ name: "roc_auc", better: "higher" }),
    ]) as unknown,
    differences: expect.arrayContaining([{ name: "input.estimator.options.C", values: [1, 0.01] }]) as unknown,
  });
  expectFailure(await mlops(["models", "compare", "german-credit-risk", "--home", home, "--json"]), {
    exit: 2,
    code: "ARGUMENT_MISSING",
    names: ["two models"],
  });
});

describe.skipIf(!requireService("shared", existsSync(sharedRecipes)))("documented recipes without their data", () => {
  /** What each lacks. With a table they train: `preprocessing.integration.test.ts`. */
  const lacking: Readonly<Record<string, readonly [code: string, named: RegExp]>> = {
    "custom_preprocessing.yaml": ["VALUE_INVALID", /no data source/],
    "ensemble_model.yaml": ["VALUE_INVALID", /no data source/],
    "feature_store_model.yaml": ["RECIPE_INVALID", /feature_store_model\.yaml:\d+:.*the feature store/],
    "hpo_model.yaml": ["VALUE_INVALID", /no data source/],
    "multi_task_model.yaml": ["VALUE_INVALID", /no data source/],
    "models/classification/my_classifier.yaml": ["FILE_NOT_FOUND", /classification_dataset\.parquet/],
    "models/classification/templated_model.yaml": ["RECIPE_FEATURE_NOT_AVAILABLE", /templated_model\.yaml:5:/],
  };

  test("are all here", async () => {
    const files = (await readdir(sharedRecipes, { recursive: true })).filter((name) => name.endsWith(".yaml"));
    expect(files.toSorted()).toEqual(Object.keys(lacking).toSorted());
  });

  test.each(Object.entries(lacking))("%s is read, and what it lacks is named", async (name, [code, named]) => {
    expectFailure(await train(join(sharedRecipes, name)), { exit: 3, code, names: [named] });
  });
});

describe.concurrent("data that cannot be used, or looks as if", () => {
  const recipe = `schema_version: 1
name: loans
task_choice: classification
model:
  class_path: sklearn.linear_model.LogisticRegression
data:
  loader: {source_uri: data/loans.csv}
  data_interface: {target_column: bad}
`;
  const rows = Array.from(
    { length: 80 },
    (_, row) => `${(row * 37) % 101},${row % 3 === 0 ? "no" : "yes"},${row % 4 === 0 ? "Y" : "N"}`,
  );
  const csv = (lines: readonly string[], header = "income,job,bad"): string => `${[header, ...lines].join("\n")}\n`;

  async function trained(content: string | Uint8Array) {
    const [recipeFile, data] = [place("loans.yaml"), place("loans.csv")];
    await writeFile(recipeFile, recipe);
    await writeFile(data, content);
    return train(recipeFile, ["--data-path", data]);
  }

  // In code page 949: a header (나이,직업,bad) whose rows are ASCII, and an ASCII header whose rows hold a city (서울).
  const koreanHeader = Buffer.concat([
    Buffer.from([0xb3, 0xaa, 0xc0, 0xcc, 0x2c, 0xc1, 0xf7, 0xbe, 0xf7, 0x2c]),
    Buffer.from(csv(rows, "bad")),
  ]);
  const koreanRows = Buffer.from(csv(rows.map((row) => row.replace(/yes|no/, "\xBC\xAD\xBF\xEF"))), "latin1");

  test.each([
    ["no target", csv(rows, "income,job,good"), "TABLE_COLUMN_UNKNOWN", [/"bad"/, /loans|table|columns/]],
    ["one class", csv(rows.map((row) => row.replace(/[YN]$/, "Y"))), "LABEL_INVALID", [/"bad"/, /one class/, /"Y"/]],
    ["one row", csv(rows.slice(0, 1)), "LABEL_INVALID", [/"bad"/, /one class/]],
    ["only a header", csv([]), "LABEL_INVALID", [/no rows/]],
    ["a column twice", csv(rows, "income,income,bad"), "TABLE_COLUMN_DUPLICATE", [/"income"/, /loans\.csv/]],
    [
      "thousands separators",
      csv(rows.with(4, '"1,234",yes,N')),
      "TABLE_VALUE_INVALID",
      [/"income"/, /"1,234"/, /loans\.csv:6/],
    ],
    ["code page 949 in the header", koreanHeader, "FILE_ENCODING_INVALID", [/loans\.csv/, /UTF-8/i]],
    ["code page 949 in the rows", koreanRows, "FILE_DAMAGED", [/None of the 80 rows/, /loans\.csv:2/, /unicode/]],
  ] as const)("%s", async (_, content, code, names) => {
    expectFailure(await trained(content), { exit: 3, code, names });
  });

  test("a byte order mark is no part of the first column's name", async () => {
    const answer = answerOf(await trained(`\uFEFF${csv(rows)}`)) as Trained;
    expect(answer.data.rows).toBe(80);
    expect(answer.metrics).toEqual((answerOf(await trained(csv(rows))) as Trained).metrics);
  });
});
