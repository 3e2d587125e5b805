/* oxlint-disable vitest/expect-expect -- some assertions are those of expectFailure */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { answerOf, expectFailure } from "./answers.ts";
import { mlops, projectRoot, temporaryFolder } from "./command.ts";

/** As docs/estimators.md shows it. */
async function documentedEstimator(): Promise<string> {
  const page = await readFile(join(projectRoot, "docs/estimators.md"), "utf8");
  const code = /```ts\n(\/\/ estimators\/median-rule\.ts\n[\s\S]*?)```/.exec(page)?.[1];
  if (code === undefined) throw new Error("docs/estimators.md shows no estimators/median-rule.ts");
  return code;
}

const packaged = `
module.exports.constant = {
  name: "constant",
  aliases: [],
  summary: "Half.",
  options: require("zod").z.strictObject({}),
  capabilities: {
    tasks: ["classification"], classes: "binary", multiTarget: false, missingValues: true, categories: true,
    sampleWeights: true, classWeights: false, fineTuning: false,
  },
  fit: (training) => ({ classes: training.target.classes }),
  predict: () => { throw new TypeError("not here"); },
  toOnnx: () => { throw new TypeError("not here"); },
};
`;

function recipeOf(classPath: string, values = "{}"): string {
  return `name: own
task_choice: classification
model:
  class_path: ${classPath}
  hyperparameters: { values: ${values} }
data:
  loader: { source_uri: data/german-credit.csv }
  data_interface: { target_column: class, feature_columns: [credit_amount, duration_months, age] }
`;
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let project = "";

beforeAll(async () => {
  folder = await temporaryFolder();
  project = join(folder.path, "project");
  await mlops(["init", "project"], { cwd: folder.path });
  await mkdir(join(project, "data"));
  await mkdir(join(project, "estimators"));
  await cp(join(projectRoot, "examples/credit/german-credit.csv"), join(project, "data/german-credit.csv"));
  await writeFile(join(project, "estimators/median-rule.ts"), await documentedEstimator());
});
afterAll(() => folder[Symbol.asyncDispose]());

async function run(name: string, recipe: string, command: readonly string[] = ["train"]) {
  await writeFile(join(project, "recipes", name), recipe);
  return mlops([...command, "--recipe-file", `recipes/${name}`, "--json"], { cwd: project });
}

describe("an estimator of the project's own", () => {
  const own = "../estimators/median-rule.ts#medianRule";

  test("is named by validate, trained in a process of its own, exported and registered", async () => {
    const recipe = recipeOf(own, "{ column: duration_months }");
    const validated = answerOf(await run("own.yaml", recipe, ["validate"]));
    expect(validated).toMatchObject({
      problems: [],
      loads: [{ reference: own, file: join(project, "estimators/median-rule.ts") }],
    });
    const trained = answerOf(await run("own.yaml", recipe));
    expect(trained).toMatchObject({ validation: { estimator: "median-rule", exportDifference: 0 } });
  });

  test("votes beside built-in ones", async () => {
    const members = `{ voting: soft, estimators: [
      { name: own, estimator: { class_path: ${own}, hyperparameters: { column: age } } },
      { name: linear, estimator: { class_path: sklearn.linear_model.LogisticRegression } } ] }`;
    const recipe = recipeOf("sklearn.ensemble.VotingClassifier", members);
    const trained = answerOf(await run("voting.yaml", recipe));
    expect(trained).toMatchObject({ validation: { estimator: "voting", verdict: "promote" } });
  });

  test("is refused with its place where it is not there, and with what it takes where an option is wrong", async () => {
    const absent = await run("absent.yaml", recipeOf("../estimators/absent.ts#medianRule"));
    expectFailure(absent, { exit: 3, code: "VALUE_INVALID", names: [/recipes\/absent\.yaml:4/] });
    const outside = await run("outside.yaml", recipeOf("../../outside.ts"));
    expectFailure(outside, { exit: 3, code: "VALUE_INVALID", names: [/outside the project/] });
    const option = await run("option.yaml", recipeOf(own, "{ colum: age }"));
    expectFailure(option, {
      exit: 3,
      code: "ESTIMATOR_OPTION_INVALID",
      names: [/no parameter "colum"\. Did you mean "column"\?/],
    });
    const other = await run("other.yaml", recipeOf("../estimators/median-rule.ts#other"));
    expectFailure(other, { exit: 3, code: "ESTIMATOR_UNKNOWN", names: [/exports no estimator as "other"/] });
  });

  test("may be a package's export", async () => {
    const home = join(project, "node_modules/own-estimators");
    await mkdir(home, { recursive: true });
    await writeFile(join(project, "package.json"), JSON.stringify({ dependencies: { "own-estimators": "1.0.0" } }));
    await writeFile(join(home, "package.json"), JSON.stringify({ name: "own-estimators", version: "1.0.0" }));
    await writeFile(join(home, "index.js"), packaged);
    const validated = answerOf(await run("package.yaml", recipeOf("own-estimators#constant"), ["validate"]));
    expect(validated).toMatchObject({
      loads: [{ reference: "own-estimators#constant", file: join(home, "index.js") }],
    });
    // It was fitted in the child process; its own fault comes back.
    expect((await run("package.yaml", recipeOf("own-estimators#constant"))).stdout).toMatch(/not here/);
  });
});
