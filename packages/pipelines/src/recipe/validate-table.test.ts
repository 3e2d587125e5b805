import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { checkTableRecipe } from "../tabular/check-table-recipe.ts";
import { assertRecipe } from "./load-recipe.ts";
import { readRecipe } from "./read-recipe.ts";
import { unavailableFeatures } from "./unavailable-features.ts";
import { validateRecipe } from "./validate-recipe.ts";

const recipe = `schema_version: 1
name: loans
task_choice: classification
model:
  class_path: sklearn.linear_model.LogisticRegression
  hyperparameters:
    values:
      C: 1.0
      max_iter: 200
data:
  loader: {source_uri: loans.csv}
  data_interface:
    target_column: bad
    entity_columns: [id]
preprocessor:
  steps:
    - type: simple_imputer
      strategy: mean
    - type: standard_scaler
`;
let projectRoot: string;

beforeAll(async () => {
  projectRoot = await mkdtemp(join(tmpdir(), "mlops-validate-"));
  await writeFile(join(projectRoot, "loans.csv"), "id,income,job,bad\n");
});
afterAll(() => rm(projectRoot, { recursive: true }));

async function found(from: string, to: string, dataPath?: string) {
  expect(recipe).toContain(from);
  const file = readRecipe(recipe.replace(from, to), "r.yaml");
  return validateRecipe(file, { projectRoot, ...(dataPath !== undefined && { dataPath }) });
}

test("a right recipe has no problems, and its inputs are the columns that the model learns from", async () => {
  const { problems, inputs } = await found("", "");
  expect(problems).toEqual([]);
  expect(inputs).toEqual([
    { name: "income", kind: "column" },
    { name: "job", kind: "column" },
  ]);
});

describe("parameters, each at its line", () => {
  test.each([
    ["a hyper-parameter out of range", "C: 1.0", "C: -1", 8, /"C" is -1; it has to be a number > 0/],
    ["an unknown hyper-parameter", "max_iter: 200", "max_itr: 200", 9, /no parameter "max_itr".*"max_iter"/],
    ["an unknown parameter of a step", "strategy: mean", "strtegy: mean", 18, /no parameter "strtegy".*strategy/],
    ["a step's parameter", "strategy: mean", "strategy: meen", 18, /Step 1 \(simple_imputer\).*"meen"/],
  ])("%s", async (_, from, to, line, message) => {
    const { problems } = await found(from, to);
    expect(problems).toMatchObject([{ file: "r.yaml", line, message: expect.stringMatching(message) as unknown }]);
    const loaded = assertRecipe(readRecipe(recipe.replace(from, to), "r.yaml"));
    await expect(checkTableRecipe(loaded)).rejects.toThrow(`r.yaml:${line}:`);
  });

  test("in layout v1 too", async () => {
    const text =
      "name: loans\nmodel:\n  class_path: sklearn.linear_model.Ridge\n  hyperparameters:\n    alpha: -2\n  data_interface: {task_type: regression, target_col: y}\n";
    const { problems } = await validateRecipe(readRecipe(text, "r.yaml"), { projectRoot });
    expect(problems).toMatchObject([{ line: 5, message: expect.stringMatching(/"alpha" is -2/) as unknown }]);
  });

  test.each([
    [
      "v1",
      "      - {name: a, estimator: {class_path: sklearn.svm.SVC, hyperparameters: {gama: 1}}}",
      /no parameter "gama"/,
    ],
    [
      "v1",
      "      - {name: a, estimator: {class_path: sklearn.linear_model.Ridge, hyperparameters: {alpha: -1}}}",
      /"alpha" is -1/,
    ],
  ])("of an estimator inside another, in layout %s", async (_, member, message) => {
    const text = `name: loans\nmodel:\n  class_path: sklearn.ensemble.VotingClassifier\n  hyperparameters:\n    voting: soft\n    estimators:\n${member}\n  data_interface: {task_type: classification, target_col: y}\n`;
    const { problems } = await validateRecipe(readRecipe(text, "r.yaml"), { projectRoot });
    expect(problems).toMatchObject([{ file: "r.yaml", line: 7, message: expect.stringMatching(message) as unknown }]);
  });

  test("a class that is not supported is told with those that are, at its line", () => {
    const text =
      "name: x\nmodel:\n  class_path: sklearn.svm.NuSVC\n  data_interface: {task_type: classification, target_col: y}\n";
    expect(unavailableFeatures(readRecipe(text, "r.yaml"))).toMatchObject([
      { file: "r.yaml", line: 3, hint: expect.stringMatching(/^Classes of sklearn.*sklearn\.svm\.SVC/) as unknown },
    ]);
  });

  test("two are told together", async () => {
    const { problems } = await found("C: 1.0\n      max_iter: 200", "C: 0\n      max_iter: 0");
    expect(problems).toMatchObject([{ message: expect.stringMatching(/"C" is 0.*"max_iter" is 0/) as unknown }]);
  });
});

describe("columns of the data", () => {
  test.each([
    ["the target", "target_column: bad", "target_column: bda", 13, /no column "bda"/, 'Did you mean "bad"?'],
    ["an entity", "[id]", "[id, customer]", 14, /no column "customer"/, "Its columns are id, income, job, bad."],
    ["a feature", "[id]", "[id]\n    feature_columns: [income, jbo]", 15, /no column "jbo"/, 'Did you mean "job"?'],
  ])("%s", async (_, from, to, line, message, hint) => {
    const { problems } = await found(from, to);
    expect(problems).toMatchObject([{ line, message: expect.stringMatching(message) as unknown, hint }]);
  });

  test("are those of the file that stands in for the recipe's", async () => {
    const other = join(projectRoot, "other.csv");
    await writeFile(other, "id,income\n");
    expect((await found("loans.csv", "absent.csv", other)).problems).toMatchObject([
      { line: 13, message: 'The data has no column "bad".' },
    ]);
  });

  test("cannot be told without a file, nor for a query", async () => {
    const absent = await found("loans.csv", "absent.csv");
    expect(absent.problems).toMatchObject([{ message: "The file absent.csv does not exist." }]);
    expect(absent.inputs).toEqual([]);
    expect((await found("loans.csv", '"SELECT 1 AS bad"')).problems).toEqual([]);
  });

  test("a file that cannot be read is a problem at the line that names it", async () => {
    await writeFile(join(projectRoot, "twice.csv"), "bad,bad\n");
    expect((await found("loans.csv", "twice.csv")).problems).toMatchObject([
      { line: 11, message: expect.stringMatching(/"bad" occurs more than once/) as unknown },
    ]);
  });
});
