import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { requireService } from "@mlops/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { answerOf, expectFailure } from "./answers.ts";
import { mlops, projectRoot, temporaryFolder } from "./command.ts";
import { runByPython } from "./python-model.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const documented = join(projectRoot, "../shared/examples/recipes");

interface Trained {
  readonly saved: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly validation: {
    readonly parts: Readonly<Record<string, { readonly rows: number; readonly metrics: Record<string, number> }>>;
    readonly features: number;
    readonly exportDifference: number;
    readonly warnings: readonly string[];
  };
}

type Cell = string | number | null;
type Columns = Readonly<Record<string, readonly Cell[]>>;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, "config"));
  await writeFile(join(folder.path, "config/base.yaml"), "environment: {app_env: local}\n");
});
afterAll(() => folder[Symbol.asyncDispose]());

const inProject = (words: readonly string[]) => mlops([...words, "--home", "home", "--json"], { cwd: folder.path });

/** A shop whose articles sell by kind and rating; some cells are missing. */
function shop(rows: number): Columns {
  const pick = <T>(values: readonly T[], row: number, step: number): T =>
    values[(row * step + (row >> 3)) % values.length] as T;
  const index = Array.from({ length: rows }, (_, row) => row);
  const category = index.map((row) => pick(["toys", "books", "food", "tools"], row, 7));
  const rating = index.map((row) => 1 + ((row * 29) % 41) / 10);
  return {
    category,
    brand: index.map((row) => (row % 11 === 0 ? null : pick(["x", "y", "z", "w", "v"], row, 3))),
    region: index.map((row) => pick(["north", "south"], row, 5)),
    price: index.map((row) => (row % 13 === 0 ? null : Math.round(Math.exp(1 + ((row * 53) % 97) / 25) * 100) / 100)),
    rating,
    reviews: index.map((row) => (row * row * 17) % 499),
    target: index.map((row) =>
      Number((category[row] === "books" ? 1.4 : 0) + ((rating[row] ?? 0) > 3 ? 1 : 0) + ((row * 61) % 100) / 60 > 1.6),
    ),
  };
}

function csvOf(columns: Columns): string {
  const names = Object.keys(columns);
  const rows = columns[names[0] ?? ""]?.length ?? 0;
  const lines = Array.from({ length: rows }, (_, row) => names.map((name) => columns[name]?.[row] ?? "").join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}

async function trained(recipe: string, words: readonly string[] = []): Promise<Trained> {
  return answerOf(await inProject(["train", "--recipe-file", recipe, "--save-dir", "saved", ...words])) as Trained;
}

/** Every row is in one part, so that the means of the parts make the mean of all. */
function reported({ validation }: Trained, metric: string): number {
  const parts = Object.values(validation.parts);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return parts.reduce((sum, part) => sum + part.rows * (part.metrics[metric] ?? 0), 0) / rows;
}

async function lossByPython(answer: Trained, columns: Columns, truth: readonly boolean[], positive: string) {
  const { outputs } = await runByPython(answer.saved, columns, join(folder.path, "columns.json"));
  const probabilities = (outputs[positive] ?? []).map(Number);
  const losses = truth.map((is, row) => -Math.log(is ? (probabilities[row] ?? 0) : 1 - (probabilities[row] ?? 0)));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

const everything = `name: shop
task_choice: classification
model:
  class_path: sklearn.linear_model.LogisticRegression
data:
  loader: {source_uri: shop.csv}
  data_interface: {target_column: target}
preprocessor:
  steps:
    - {type: null_flags}
    - {type: simple_imputer, strategy: median, columns: [price]}
    - {type: constant_fill, fill_value: none}
    - {type: outlier_treatment, method: zscore, threshold: 2}
    - {type: outlier_treatment, method: isolation_forest, contamination: 0.02, n_estimators: 20}
    - {type: target_encoder, columns: [category]}
    - {type: catboost_encoder, columns: [brand]}
    - {type: label_encoder, columns: [region]}
    - {type: one_hot_encoder}
    - {type: polynomial_features, columns: [price, rating]}
    - {type: kbins_discretizer, columns: [reviews], strategy: kmeans, n_bins: 4}
    - {type: tree_based_feature_generator, columns: [price, rating]}
    - {type: robust_scaler}
`;

describe("steps of many kinds in one file", () => {
  const columns = shop(600);

  beforeAll(async () => {
    await writeFile(join(folder.path, "shop.csv"), csvOf(columns));
    await writeFile(join(folder.path, "shop.yaml"), everything);
  });

  test.skipIf(!requireService("python", python !== undefined))(
    "Python's ONNX Runtime has the reported loss from the raw columns",
    async () => {
      const answer = await trained("shop.yaml");
      expect(answer.validation.exportDifference).toBeLessThanOrEqual(1e-10);
      expect(answer.validation.features).toBeGreaterThan(60);
      const { target = [], ...raw } = columns;
      const truth = target.map((label) => label === 1);
      expect(await lossByPython(answer, raw, truth, "probability_1")).toBeCloseTo(reported(answer, "log_loss"), 10);
    },
  );

  test("a wrong order warns; an unknown step or parameter is an error with its line", async () => {
    const orders = everything.replace("    - {type: null_flags}\n", "    - {type: min_max_scaler}\n");
    await writeFile(join(folder.path, "order.yaml"), orders);
    expect((await trained("order.yaml")).validation.warnings).toContainEqual(
      expect.stringContaining("Step 2 (simple_imputer) stands after Step 1 (min_max_scaler)"),
    );
    for (const [from, to, named] of [
      ["robust_scaler", "robust_scalr", /wrong\.yaml:22:.*"robust_scalr"/],
      ["n_bins: 4", "bins: 4", /wrong\.yaml:20:.*no parameter "bins"/],
    ] as const) {
      await writeFile(join(folder.path, "wrong.yaml"), everything.replace(from, to));
      const result = await inProject(["train", "--recipe-file", "wrong.yaml"]);
      expectFailure(result, { exit: 3, code: "VALUE_INVALID", names: [named] });
    }
  });

  test("processed rows have their metadata beside them, and a model prepares new ones", async () => {
    const written = answerOf(await inProject(["preprocess", "--recipe-file", "shop.yaml", "--output-dir", "out"])) as {
      readonly rows: number;
      readonly path: string;
      readonly metadataPath: string;
      readonly parts: Readonly<Record<string, number>>;
    };
    expect(written).toMatchObject({
      categorical: { price_isnull_Null: 2, region: 2, tree_0_leaf_0: 2 },
      numeric: expect.arrayContaining(["category", "brand", "price rating"]) as unknown,
      others: ["target", "part"],
    });
    // The isolation forest's outliers are dropped from the training part alone.
    expect(written.parts).toMatchObject({ validation: 90, test: 90 });
    expect(written.parts["train"]).toBeLessThan(420);
    expect((await readFile(written.path, "utf8")).trim().split("\n")).toHaveLength(written.rows + 1);
    expect(JSON.parse(await readFile(written.metadataPath, "utf8"))).toMatchObject({ rows: written.rows });
    await trained("shop.yaml");
    const words = ["preprocess", "--recipe-file", "shop.yaml", "--model", "shop", "--format", "parquet"];
    expect(answerOf(await inProject([...words, "--output-dir", "out"]))).toMatchObject({ rows: 600, others: [] });
  });
});

test.skipIf(!requireService("python", python !== undefined))(
  "a bank's export is parsed, and the file predicts from typed columns without those known too late",
  async () => {
    const recipe = join(projectRoot, "recipes/corporate-loans.yaml");
    const data = join(projectRoot, "examples/loans/synthetic-loans.csv");
    const answer = await trained(recipe, ["--data-path", data]);
    const text = new TextDecoder("euc-kr").decode(await readFile(data));
    const [header = [], ...rows] = text.trim().split("\n").map(cellsOf);
    const column = (name: string): string[] => rows.map((row) => row[header.indexOf(name)] ?? "");
    const raw = Object.fromEntries(
      header
        .filter((name) => !["loan_no", "DLNQ_1M_FLG", "AF_CRG", "AF_DLNQNCY_DAY_CNT", "QUAL_CHG"].includes(name))
        .map((name) => [name, typedLoan(name, column(name))]),
    );
    const truth = column("DLNQ_1M_FLG").map((label) => label === "Y");
    expect(await lossByPython(answer, raw, truth, "probability_Y")).toBeCloseTo(reported(answer, "log_loss"), 10);
  },
);

/** Fields of a line, of which some are quoted for their commas. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/("([^"]*)"|[^",]*)(,|$)/g)].map(([, field = "", quoted]) => quoted ?? field).slice(0, 23);
}

/** What the recipe's parse stage says, as a host in another language would do it. */
function typedLoan(name: string, texts: readonly string[]): readonly Cell[] {
  if (name === "biz_gb") return texts.map((text) => text.slice(0, 3).toLowerCase());
  if (["seg", "acct_titl_cd", "PRODUCT_GB", "BF_CRG"].includes(name)) return texts;
  if (!/_(dt|day|NEW)$/.test(name)) return texts.map((text) => (text === "" ? null : Number(text.replaceAll(",", ""))));
  const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
  return texts.map((text) => {
    const instant = Date.UTC(Number(text.slice(5)), months.indexOf(text.slice(2, 5)), Number(text.slice(0, 2)));
    return text === "" ? null : instant;
  });
}

describe("a step of the project's own", () => {
  // A project has zod among its packages; this one is a bare folder.
  const zod = createRequire(join(projectRoot, "packages/preprocessing/package.json")).resolve("zod");
  const step = (factor: string): string => `import { z } from ${JSON.stringify(pathToFileURL(zod).href)};
export const logarithm = {
  name: "logarithm",
  summary: "log(1 + x)",
  family: "feature_generation",
  scope: "row",
  portable: false,
  options: z.strictObject({ column: z.string() }),
  fit: (_table, { column }) => ({ column }),
  apply: (table, { column }) => {
    const { values, validity, length } = table.column(column);
    return table.withColumn(column, { type: "float64", length, validity, values: values.map((x) => ${factor} * Math.log1p(x)) });
  },
};
`;
  const recipe = everything.replace(
    "    - {type: null_flags}\n",
    '    - {type: "../steps/logarithm.ts#logarithm", column: reviews}\n',
  );

  test("runs before the file, whose border is told, and only as the code that it was", async () => {
    await mkdir(join(folder.path, "steps"));
    await mkdir(join(folder.path, "recipes"));
    await writeFile(join(folder.path, "steps/logarithm.ts"), step("1"));
    await writeFile(join(folder.path, "recipes/own.yaml"), recipe.replace("name: shop", "name: own"));
    await writeFile(join(folder.path, "shop.csv"), csvOf(shop(600)));
    const validated = answerOf(await inProject(["validate", "--recipe-file", "recipes/own.yaml"]));
    expect(validated).toMatchObject({ loads: [{ reference: "../steps/logarithm.ts#logarithm" }] });
    const answer = await trained("recipes/own.yaml");
    expect(answer.validation.warnings).toContainEqual(
      expect.stringContaining("runs in TypeScript before the ONNX file"),
    );
    const shown = answerOf(await inProject(["models", "show", "own"]));
    expect(shown).toMatchObject({
      model: { signature: { before: { steps: ["../steps/logarithm.ts#logarithm"] } } },
    });
    const prepare = ["preprocess", "--recipe-file", "recipes/own.yaml", "--model", "own", "--output-dir", "out"];
    expect(answerOf(await inProject(prepare))).toMatchObject({ rows: 600 });
    await writeFile(join(folder.path, "steps/logarithm.ts"), step("2"));
    expectFailure(await inProject(prepare), { exit: 7, code: "EXTENSION_CHANGED", names: [/logarithm/] });
  });

  test("that is not there is a problem at its line", async () => {
    await writeFile(join(folder.path, "gone.yaml"), everything.replace("null_flags", '"./gone.ts#step"'));
    const result = await inProject(["train", "--recipe-file", "gone.yaml"]);
    expect(result.exitCode).toBe(3);
    expectFailure(result, { exit: 3, code: "VALUE_INVALID", names: [/gone\.yaml:10:.*gone\.ts/] });
  });
});

describe.skipIf(!requireService("shared", existsSync(documented)))("the documented recipes", () => {
  const targetTaken = 'the column "target" is predicted';
  const modelTaken = "names no model: xgboost.XGBClassifier is trained";
  const middles = "each range takes its middle";

  test.each([
    ["custom_preprocessing.yaml", [targetTaken, modelTaken]],
    ["hpo_model.yaml", [targetTaken, modelTaken, middles]],
    ["ensemble_model.yaml", [targetTaken, middles]],
    ["multi_task_model.yaml", [middles]],
    ["models/classification/my_classifier.yaml", [middles]],
  ])("%s trains as it stands on a table with its columns", async (name, taken) => {
    const columns = shop(200);
    const { rating = [], reviews = [] } = columns;
    const targets = name.startsWith("multi_task")
      ? { target1: rating, target2: reviews, target3: rating.map((each) => Number(each) * 2) }
      : {};
    const table = {
      user_id: [...rating.keys()],
      event_timestamp: rating.map(() => "2024-01-01"),
      ...columns,
      ...targets,
    };
    await writeFile(join(folder.path, "documented.csv"), csvOf(table));
    const { validation } = await trained(join(documented, name), ["--data-path", "documented.csv"]);
    expect(validation.exportDifference).toBeLessThanOrEqual(1e-5);
    expect(validation.warnings).toEqual(expect.arrayContaining(taken.map((part) => expect.stringContaining(part))));
  });
});
