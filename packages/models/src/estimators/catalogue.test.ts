import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { estimatorParameters, parseOptions } from "../estimator/estimator-options.ts";
import { findEstimator } from "../estimator/find-estimator.ts";
import { estimatorCatalogue } from "./catalogue.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

describe("estimatorCatalogue", () => {
  it("is the folders beside it", () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(estimatorCatalogue.map(({ name }) => name)).toEqual(folders.map(({ name }) => name).toSorted());
  });

  it("names each estimator once", () => {
    const names = estimatorCatalogue.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(estimatorCatalogue)("says of $name what it says itself", async (entry) => {
    const { name, aliases } = entry;
    const estimator = await entry.load();
    expect({ name, aliases }).toEqual({ name: estimator.name, aliases: estimator.aliases });
    expect(estimator.summary).toMatch(/\.$/);
    for (const calledAs of [undefined, ...aliases]) {
      const parameters = estimatorParameters(estimator, calledAs);
      expect(parameters.every(({ description, accepted }) => description !== "" && accepted !== "a value")).toBe(true);
      const defaults = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default]));
      expect(parseOptions(estimator, {}, calledAs)).toEqual(defaults);
    }
    expect(Object.keys(estimator.aliasDefaults ?? {}).every((alias) => aliases.includes(alias))).toBe(true);
  });
});

describe("findEstimator", () => {
  it("finds names and class paths", () => {
    expect(findEstimator("ridge").name).toBe("ridge");
    expect(findEstimator("sklearn.linear_model.LogisticRegression").name).toBe("logistic-regression");
  });

  it.each([
    ["rigde", "ridge"],
    ["sklearn.linear_model.LogisticRegresion", "sklearn.linear_model.LogisticRegression"],
    ["DummyClassifier", "sklearn.dummy.DummyClassifier"],
  ])("suggests for %s", (given, suggestion) => {
    expect(() => findEstimator(given)).toThrow(`There is no estimator "${given}". Did you mean "${suggestion}"?`);
  });

  it("lists what there is where nothing is near", () => {
    expect(() => findEstimator("prophet")).toThrow(
      expect.objectContaining({
        code: "ESTIMATOR_UNKNOWN",
        message: 'There is no estimator "prophet".',
        hint: expect.stringContaining("sklearn.linear_model.Ridge"),
      }),
    );
  });
});
