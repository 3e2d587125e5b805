import { resultOf } from "@mlops/engine";
import { modelRegistry } from "@mlops/store";
import { describe, expect, test } from "vitest";

import { findInitialModel } from "../tabular/find-initial-model.ts";
import type { TablePlan } from "../tabular/table-plan.ts";
import { loanPlan } from "../testing/loan-plan.ts";
import { loans, temporaryTables } from "../testing/loans.ts";
import { clockAt, listSource, START, weatherWorld } from "../testing/weather-world.ts";
import { trainTableWorkflow } from "./train-table.ts";

const { csv } = temporaryTables();
const options = { d_model: 8, nhead: 2, num_layers: 1, dim_feedforward: 8, epochs: 4, finetune_epochs: 2 };
const network: TablePlan = {
  ...loanPlan,
  steps: [],
  estimator: { classPath: "tab-transformer", options: { ...options, learning_rate: 0.003 } },
};

describe("training a network on a table", () => {
  test("learns raw columns with gaps, and goes on from a registered version with its steps", async () => {
    await using world = await weatherWorld();
    const run = (plan: TablePlan) => world.run(trainTableWorkflow, plan, listSource([]), START);
    const first = resultOf(await run({ ...network, source: await csv("first.csv", loans(500)) }));
    expect(first.metrics["roc_auc"]).toBeGreaterThan(0.65);
    expect(first.validation.exportDifference).toBeLessThan(1e-5);

    const registry = modelRegistry(world.store, clockAt(START));
    const initial = await findInitialModel(world.store, clockAt(START), "models:/loans/1", "/");
    // Rows without some category: fitted anew, the codes would mean something else.
    const working = loans(300, 2).filter((row) => !row.includes(",no,"));
    const second = resultOf(await run({ ...network, initial, source: await csv("second.csv", working) }));
    expect(second.model.uri).toBe("models:/loans/2");
    const [tuned, begun] = [await registry.version("loans", 2), await registry.version("loans", 1)];
    expect(tuned?.attributes).toMatchObject({ finetuned_from: "models:/loans/1" });
    expect(tuned?.signature).toEqual(begun?.signature);
    expect(second.metrics["roc_auc"]).toBeGreaterThan(0.65);

    const other = { ...network, initial, estimator: { classPath: "mlp", options: {} } };
    const refused = await run({ ...other, source: await csv("third.csv", working) });
    expect(refused).toMatchObject({ error: { code: "ESTIMATOR_DATA_UNSUPPORTED" } });
  });

  test("goes on from registered models only", async () => {
    await using world = await weatherWorld();
    await expect(findInitialModel(world.store, clockAt(START), "models:/none", "/")).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
    });
  });
});
