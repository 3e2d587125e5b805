import { describe, expect, it } from "vitest";

import { estimatorParameters, parseOptions } from "../estimator/estimator-options.ts";
import { findEstimator } from "../estimator/find-estimator.ts";
import { estimatorCatalogue } from "./catalogue.ts";

describe("estimatorCatalogue", () => {
  it("names each estimator once", () => {
    const names = estimatorCatalogue.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(estimatorCatalogue)("$name describes its parameters, whose defaults are accepted", async (entry) => {
    const estimator = await entry.load();
    expect(estimator.summary).toMatch(/\.$/);
    const parameters = estimatorParameters(estimator);
    expect(parameters.every(({ description, accepted }) => description !== "" && accepted !== "a value")).toBe(true);
    const defaults = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default]));
    if (Object.values(defaults).includes(undefined)) return;
    expect(parseOptions(estimator, {})).toEqual(defaults);
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

  it("lists the classes of the library that is named", () => {
    expect(() => findEstimator("sklearn.cross_decomposition.PLSCanonical")).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^Classes of sklearn that are supported: sklearn\./) }),
    );
  });
});
