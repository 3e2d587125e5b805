/* oxlint-disable vitest/expect-expect -- the assertions are those of expectFailure */
import { existsSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { requireService } from "@mlops/conformance";
import { afterAll, beforeAll, expect, test } from "vitest";

import { answerOf, documentOf, expectFailure } from "./answers.ts";
import { execute, mlops, projectRoot, temporaryFolder } from "./command.ts";

const chromium = process.env["MLOPS_CHROMIUM"] ?? "/usr/bin/chromium";

const recipe = `
name: credit
description: Which applicants turn out to be bad risks.
task_choice: classification
model:
  name: credit
  class_path: sklearn.linear_model.LogisticRegression
  hyperparameters: { values: { C: 0.1, max_iter: 200 } }
  calibration: { enabled: true, method: beta }
  decision_threshold: { metric: cost, costs: { false_positive: 1, false_negative: 5 } }
data:
  loader: { source_uri: german.csv }
  data_interface: { target_column: class }
  split: { train: 0.6, validation: 0.15, test: 0.15, calibration: 0.1 }
  leak_checks: { policy: refuse, outcome_columns: [] }
preprocessor:
  steps: [{ type: one_hot_encoder, handle_unknown: ignore }, { type: standard_scaler }]
evaluation:
  metrics: ["./metrics/profit.ts#profit", class_2_recall]
  cross_validation: { folds: 2 }
promotion: { resamples: 200 }
`;

const profit = `
export const profit = {
  name: "profit",
  task: "classification",
  needs: "labels",
  summary: "Mean gain per applicant: 1 for each good risk that is taken, minus 5 for each bad one.",
  direction: "maximize",
  compute: ({ classes, truth, predicted }: { classes: readonly number[]; truth: Int32Array; predicted: Int32Array }) =>
    truth.reduce((sum, code, row) => sum + (classes[predicted[row] ?? 0] === 1 ? (classes[code] === 1 ? 1 : -5) : 0), 0) /
    truth.length,
};
`;

interface Trained {
  readonly runId: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly reportFiles: {
    readonly html: string;
    readonly json: string;
    readonly card: string;
    readonly snapshots: readonly string[];
  };
  readonly validation: { readonly decision: unknown; readonly crossValidation: unknown };
}

interface RunReport {
  readonly targets: readonly {
    readonly metrics: readonly { readonly name: string; readonly value: number | null }[];
    readonly slices: readonly { readonly column: string }[];
  }[];
  readonly data: { readonly columns: readonly { readonly name: string; readonly protected?: boolean }[] };
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let trained: Trained;
const command = (...words: readonly string[]) =>
  mlops([...words, "--home", join(folder.path, "home"), "--json"], { cwd: folder.path });

beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, "recipes/metrics"), { recursive: true });
  await mkdir(join(folder.path, "config"));
  await writeFile(join(folder.path, "config/base.yaml"), "environment: { name: local }\n");
  await writeFile(join(folder.path, "recipes/credit.yaml"), recipe);
  await writeFile(join(folder.path, "recipes/metrics/profit.ts"), profit);
  await writeFile(
    join(folder.path, "german.csv"),
    await readFile(join(projectRoot, "examples/credit/german-credit.csv"), "utf8"),
  );
  trained = answerOf(await command("train", "--recipe-file", "recipes/credit.yaml")) as Trained;
});
afterAll(() => folder[Symbol.asyncDispose]());

test("validate lists the code that training would run", async () => {
  const { loads, problems } = documentOf(await command("validate", "--recipe-file", "recipes/credit.yaml")) as {
    readonly loads: unknown;
    readonly problems: unknown;
  };
  expect(problems).toEqual([]);
  expect(loads).toEqual([
    { reference: "./metrics/profit.ts#profit", file: join(folder.path, "recipes/metrics/profit.ts") },
  ]);
});

test("training answers calibration, threshold, folds and the project's own metric", () => {
  const { metrics, validation } = trained;
  expect(Object.keys(metrics)).toEqual(expect.arrayContaining(["profit", "class_2_recall", "calibration_ece"]));
  expect(validation.decision).toMatchObject({
    calibration: { method: "beta", rows: 100 },
    threshold: { positiveClass: 2, tuning: { objective: { metric: "cost" } } },
  });
  expect(validation.crossValidation).toMatchObject({ strategy: "stratified by class", folds: [{}, {}] });
});

test("HTML, JSON and card of a run hold the numbers that training answered", async () => {
  const { html, json, card, snapshots } = trained.reportFiles;
  const report = JSON.parse(await readFile(json, "utf8")) as RunReport;
  const [target] = report.targets;
  const reported = Object.fromEntries((target?.metrics ?? []).map(({ name, value }) => [name, value]));
  expect(reported).toEqual(trained.metrics);
  const page = await readFile(html, "utf8");
  const shown = new Set([...page.matchAll(/<data value="([^"]*)"/g)].map(([, value]) => Number(value)));
  expect(Object.entries(trained.metrics).filter(([, value]) => !shown.has(value))).toEqual([]);
  expect((await stat(html)).size).toBeLessThan(2_000_000);
  expect(/<script|https?:\/\/(?!www\.w3\.org)/.exec(page)).toBeNull();
  const text = await readFile(card, "utf8");
  expect(text).toContain("Which applicants turn out to be bad risks.");
  expect(text).toMatch(/personal_status_sex/);
  expect(report.data.columns.filter((column) => column.protected === true).map(({ name }) => name)).toContain("age");
  expect(target?.slices.map(({ column }) => column)).toEqual(expect.arrayContaining(["age", "personal_status_sex"]));
  expect(snapshots.map((path) => path.split("/").at(-1))).toEqual([
    "recipe_snapshot.yaml",
    "config_snapshot.json",
    "requirements.json",
  ]);
  expect(await readFile(snapshots[0] ?? "", "utf8")).toBe(recipe);
});

test("mlops report draws the same again, by run or by model, into a folder", async () => {
  const again = answerOf(await command("report", "latest-model", "--output", join(folder.path, "out"))) as {
    readonly runId: string;
    readonly files: Trained["reportFiles"];
  };
  expect(again.runId).toBe(trained.runId);
  expect(await readFile(again.files.html, "utf8")).toBe(await readFile(trained.reportFiles.html, "utf8"));
  const byModel = answerOf(await command("report", "credit/1")) as { readonly runId: string };
  expect(byModel.runId).toBe(trained.runId);
  expectFailure(await command("report", "r20200101000000aaaaaa"), {
    exit: 3,
    code: "RUN_NOT_FOUND",
    names: ["r20200101000000aaaaaa"],
  });
});

test.skipIf(!requireService("chromium", existsSync(chromium)))("a browser opens it without a word", async () => {
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"];
  const profile = `--user-data-dir=${join(folder.path, "chromium")}`;
  const { exitCode, stdout, stderr } = await execute(chromium, [
    ...flags,
    profile,
    pathToFileURL(trained.reportFiles.html).href,
  ]);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain("Metrics on the test part");
  expect(stderr).not.toContain("CONSOLE");
});

interface Verified {
  readonly status: string;
  readonly reasons: readonly string[];
  readonly checks: readonly { readonly check: string; readonly result: string }[];
}

test("models verify finds the rows and the split again, and what is not them", async () => {
  const sound = answerOf(await command("models", "verify", "credit")) as Verified;
  expect(sound.status).toBe("ok");
  expect(sound.checks.map(({ check, result }) => `${check} ${result}`)).toEqual([
    "artifact passed",
    "data passed",
    "split passed",
    "snapshots passed",
    "code passed",
    "requirements passed",
  ]);
  const lines = (await readFile(join(folder.path, "german.csv"), "utf8")).trim().split("\n");
  const write = async (name: string, rows: readonly string[]): Promise<string> => {
    const path = join(folder.path, name);
    await writeFile(path, `${[lines[0], ...rows].join("\n")}\n`);
    return path;
  };
  const shuffled = await write("shuffled.csv", lines.slice(1).toReversed());
  expect((answerOf(await command("models", "verify", "credit", "--data-path", shuffled)) as Verified).status).toBe(
    "ok",
  );
  const shorter = await write("shorter.csv", lines.slice(1, -1));
  const broken = await command("models", "verify", "credit", "--data-path", shorter);
  expect(broken.exitCode).toBe(1);
  expect((documentOf(broken) as Verified).reasons).toEqual(["data-differs", "split-differs"]);
});
