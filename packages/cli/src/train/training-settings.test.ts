import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type LoadedRecipe, requireRecipe } from "@mlops/pipelines";
import { afterAll, describe, expect, it } from "vitest";

import type { TrainValues } from "../options/train-options.ts";
import { trainingSettings } from "./training-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

function recipe(classPath: string, values = "{}"): Promise<LoadedRecipe> {
  const path = join(folder, `${Math.random()}.yaml`);
  writeFileSync(
    path,
    `name: x\ntask_choice: classification\nmodel: { name: x, class_path: ${classPath}, hyperparameters: { values: ${values} } }\ndata: { data_interface: { target_column: y, entity_columns: [] } }\n`,
  );
  return requireRecipe(path, { projectRoot: folder });
}

const none = { set: [], pretrain: false, train: false } as unknown as TrainValues;

async function settings(loaded: LoadedRecipe, options: Partial<TrainValues>, variables: Record<string, string> = {}) {
  const found = await trainingSettings(loaded, { ...none, ...options }, variables);
  const plain = (list: typeof found.flags) =>
    Object.fromEntries(list.map(({ keyPath, value }) => [keyPath.replace("model.hyperparameters.values.", ""), value]));
  return { variables: plain(found.variables), flags: plain(found.flags) };
}

describe("trainingSettings", () => {
  it("takes the documented variables for an estimator that learns by passes", async () => {
    const variables = { D_MODEL: "16", DROPOUT_RATE: "0.1", EPOCHS: "2", BATCH_SIZE: "64", F1_THRESHOLD: "1" };
    expect(await settings(await recipe("tab-transformer"), {}, variables)).toEqual({
      variables: { d_model: 16, dropout_rate: 0.1, epochs: 2, batch_size: 64 },
      flags: {},
    });
    expect(await settings(await recipe("mlp"), {}, variables)).toEqual({
      variables: { dropout_rate: 0.1, epochs: 2, batch_size: 64 },
      flags: {},
    });
    expect((await settings(await recipe("logistic-regression"), {}, variables)).variables).toEqual({});
  });

  it("lets the recipe's batch win, then the training's own variable", async () => {
    const variables = { BATCH_SIZE: "64", MLOPS_TRAINING_BATCH_SIZE: "8" };
    expect((await settings(await recipe("mlp", "{ batch_size: 4 }"), {}, variables)).variables).toEqual({});
    expect((await settings(await recipe("mlp"), {}, variables)).variables).toEqual({ batch_size: 8 });
  });

  it("takes flags, and refuses those that the estimator has no use for", async () => {
    const flags = { epochs: 3, batchSize: 16, lr: 0.01 };
    expect((await settings(await recipe("mlp"), flags)).flags).toEqual({
      epochs: 3,
      batch_size: 16,
      learning_rate: 0.01,
    });
    for (const [options, message] of [
      [{ epochs: 3 }, "--epochs has no meaning here: logistic-regression does not learn by passes over the data."],
      [{ lr: 0.1 }, "--lr has no meaning here: logistic-regression has no learning rate."],
      [{ pretrain: true, train: true }, "--pretrain has no meaning here: logistic-regression has no pre-training."],
    ] as const) {
      await expect(settings(await recipe("logistic-regression"), options)).rejects.toThrow(message);
    }
  });

  it("chooses the phases", async () => {
    const transformer = (values?: string) => recipe("tab-transformer", values);
    const both = { pretrain: true, train: true };
    expect((await settings(await transformer(), both)).flags).toEqual({ pretrain_epochs: 10 });
    expect((await settings(await transformer("{ pretrain_epochs: 2 }"), both)).flags).toEqual({});
    expect(await settings(await transformer(), both, { PRETRAIN_EPOCHS: "1" })).toEqual({
      variables: { pretrain_epochs: 1 },
      flags: {},
    });
    const train = { train: true };
    expect((await settings(await transformer("{ pretrain_epochs: 2 }"), train)).flags).toEqual({ pretrain_epochs: 0 });
    await expect(settings(await transformer(), { pretrain: true })).rejects.toThrow("--pretrain alone");
  });
});
