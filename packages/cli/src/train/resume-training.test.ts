import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { randomKey, randomStream } from "@mlops/core";
import { expect, it } from "vitest";

import { runMlops, temporaryFolder } from "../testing/run-mlops.ts";

/** Long enough that a checkpoint is written, which takes a second, on any machine. */
const recipe = `
name: loans
task_choice: classification
model:
  name: loans
  class_path: tab-transformer
  hyperparameters:
    values: { d_model: 8, nhead: 2, num_layers: 1, dim_feedforward: 8, epochs: 300 }
data:
  loader: { source_uri: loans.csv }
  data_interface: { target_column: paid, entity_columns: [] }
preprocessor: { steps: [] }
`;

function loans(): string {
  const random = randomStream(randomKey("loans"));
  const lines = Array.from({ length: 400 }, () => {
    const amount = random.normal();
    const purpose = ["car", "house", "school"][random.integer(3)] ?? "";
    return `${amount.toFixed(3)},${random.normal().toFixed(3)},${purpose},${amount + random.normal() > 0 ? "yes" : "no"}`;
  });
  return `amount,income,purpose,paid\n${lines.join("\n")}\n`;
}

async function shownState(cwd: string): Promise<unknown> {
  const { stdout } = await runMlops(["models", "show", "loans", "--json"], { cwd });
  const state = /"state":\s*\{[^}]*"digest":\s*"([0-9a-f]{64})"/.exec(stdout)?.[1];
  expect(state).toBeDefined();
  return state;
}

it("a training that is killed and resumed gives the same weights as one that was not", async () => {
  await using whole = await temporaryFolder();
  await using killed = await temporaryFolder();
  for (const { path } of [whole, killed]) {
    await writeFile(join(path, "loans.csv"), loans());
    await writeFile(join(path, "recipe.yaml"), recipe);
  }
  const line = ["train", "--recipe-file", "recipe.yaml", "--seed", "7"];
  expect((await runMlops(line, { cwd: whole.path })).exitCode).toBe(0);
  const scratch = join(killed.path, ".mlops", "scratch");
  const hasCheckpoint = (): boolean =>
    existsSync(scratch) && readdirSync(scratch).some((run) => readdirSync(join(scratch, run)).includes("fit"));
  const { exitCode } = await runMlops(line, {
    cwd: killed.path,
    onStderr(_, kill) {
      if (hasCheckpoint()) kill("SIGKILL");
    },
  });
  expect(exitCode).toBeNull();
  const resumed = await runMlops(["pipeline", "resume", "latest"], { cwd: killed.path });
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(await shownState(killed.path)).toBe(await shownState(whole.path));
  expect(readdirSync(scratch)).toEqual([]);
});
