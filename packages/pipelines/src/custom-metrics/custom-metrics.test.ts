import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { requireRecipe } from "../recipe/load-recipe.ts";
import { readRecipe } from "../recipe/read-recipe.ts";
import { openCustomMetrics } from "./open-custom-metrics.ts";
import { namedCode, planCustomMetrics } from "./plan-custom-metrics.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mlops-metrics-"));
  await mkdir(join(root, "recipes/metrics"), { recursive: true });
});
afterAll(() => rm(root, { recursive: true }));

const text = (metrics: string) => `
name: own
task_choice: regression
model: {class_path: sklearn.linear_model.Ridge, hyperparameters: {values: {}}}
evaluation: {metrics: [mae, ${metrics}]}
gate: {thresholds: [{metric: "./metrics/own.ts#share", operator: "<", threshold: 1}]}
`;

async function recipe(metrics: string) {
  await writeFile(join(root, "recipes/own.yaml"), text(metrics));
  return requireRecipe("recipes/own.yaml", { projectRoot: root });
}

/** TypeScript, and no import of the product: the shape is what counts. */
const own = (name: string, task = "regression"): string => `
type Series = ArrayLike<number>;
export const share = {
  name: "${name}", task: "${task}", needs: "labels", summary: "Share of rows over the truth.", direction: "minimize",
  compute: (truth: Series, predicted: Series): number =>
    Array.from(truth).filter((value, row) => (predicted[row] ?? 0) > value).length / truth.length,
};
export default 7;
`;

async function write(file: string, content: string): Promise<void> {
  await writeFile(join(root, "recipes/metrics", file), content);
}

describe("metrics of the project's own", () => {
  test("are loaded from a file beside the recipe, once for several mentions", async () => {
    await write("own.ts", own("share_over"));
    const plans = await planCustomMetrics(await recipe('"./metrics/own.ts#share"'), root, "regression");
    expect(plans).toMatchObject([{ reference: "./metrics/own.ts#share", name: "share_over", exportName: "share" }]);
    const { share_over: metric } = await openCustomMetrics(plans);
    if (metric?.task !== "regression") throw new Error("a regression metric was written");
    expect(metric.compute([1, 2, 3, 4], [2, 2, 4, 4], {})).toEqual({ value: 0.5, n: 4, excluded: 0 });
  });

  test("an edited file is not the one that the run began with", async () => {
    await write("own.ts", own("share_over"));
    const plans = await planCustomMetrics(await recipe('"./metrics/own.ts#share"'), root, "regression");
    await write("own.ts", `${own("share_over")}\n// edited`);
    await expect(openCustomMetrics(plans)).rejects.toMatchObject({ code: "EXTENSION_CHANGED" });
  });

  test.each([
    ["another task", own("share_over", "classification"), "is for classification, the recipe is a regression"],
    ["the name of a built-in metric", own("rmse"), "rmse, which is another's name"],
    ["no metric", "export const share = 3;", "is no metric, but number"],
    ["a name that is none", own("Share Over"), "snake_case"],
    ["a file that does not parse", "export const = ;", "cannot be loaded"],
  ])("refuses %s", async (name, content, message) => {
    const file = `${name.replaceAll(" ", "-")}.ts`;
    await write("own.ts", own("share_over"));
    await write(file, content);
    const planned = planCustomMetrics(await recipe(`"./metrics/${file}#share"`), root, "regression");
    await expect(planned).rejects.toThrow(message);
  });

  test("are listed without being loaded, and what is not there is said at its line", async () => {
    await write("own.ts", "throw new Error('loaded');");
    const file = readRecipe(
      text('"./metrics/gone.ts", "../../outside.ts", no-such-package/metric'),
      "recipes/own.yaml",
    );
    const { loads, problems } = namedCode(file, root);
    expect(loads).toEqual([{ reference: "./metrics/own.ts#share", file: join(root, "recipes/metrics/own.ts") }]);
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [5, expect.stringContaining("gone.ts")],
      [5, expect.stringContaining("outside the project")],
      [5, expect.stringContaining("no-such-package/metric is no package")],
    ]);
  });
});
