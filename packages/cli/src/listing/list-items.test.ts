import { metricCatalogue } from "@mlops/evaluation";
import { estimatorCatalogue } from "@mlops/models";
import { preprocessorCatalogue } from "@mlops/preprocessing";
import { describe, expect, test } from "vitest";

import { listItems, listKinds } from "./list-items.ts";

const item = async (kind: (typeof listKinds)[number], name: string) =>
  (await listItems(kind)).find((each) => each.name === name);
const namesOf = async (kind: (typeof listKinds)[number]) => (await listItems(kind)).map(({ name }) => name);

describe("what a recipe can name", () => {
  test("is everything that is in the catalogues", async () => {
    expect(await namesOf("estimators")).toEqual(estimatorCatalogue.map(({ name }) => name));
    expect(await namesOf("preprocessors")).toEqual(preprocessorCatalogue.map(({ name }) => name));
    expect(await namesOf("metrics")).toEqual(Object.keys(metricCatalogue));
  });

  test.each(listKinds)("%s have a summary each, and are JSON", async (kind) => {
    const items = await listItems(kind);
    expect(items.length).toBeGreaterThan(2);
    for (const { name, summary } of items) expect(summary, name).not.toBe("");
    expect(JSON.parse(JSON.stringify(items))).toEqual(items);
  });

  test("models is another name of estimators", async () => {
    expect(await listItems("models")).toEqual(await listItems("estimators"));
  });

  test("an estimator has class paths, capabilities and hyper-parameters with what is accepted", async () => {
    const found = await item("estimators", "logistic-regression");
    expect(found).toMatchObject({
      aliases: ["sklearn.linear_model.LogisticRegression"],
      capabilities: expect.anything() as unknown,
    });
    const c = found?.parameters?.find(({ name }) => name === "C");
    expect(c).toMatchObject({ accepted: "a number > 0", default: 1 });
    expect(c?.description).not.toBe("");
  });

  test("a step has the spellings of recipes and its parameters", async () => {
    const found = await item("preprocessors", "simple-imputer");
    expect(found?.aliases).toContain("simple_imputer");
    expect(found?.parameters?.find(({ name }) => name === "strategy")).toMatchObject({
      accepted: '"mean" or "median" or "most_frequent" or "constant"',
      default: "mean",
    });
  });

  test("a metric says which end is good, its range, and its variants", async () => {
    expect(await item("metrics", "log_loss")).toMatchObject({ better: "lower", range: [0, null] });
    expect(await item("metrics", "f1")).toMatchObject({ better: "higher", range: [0, 1], task: "classification" });
    expect((await item("metrics", "f1"))?.["variants"]).toContain("f1_macro");
    expect((await item("metrics", "rmse"))?.["unit"]).toBe("target");
  });
});
