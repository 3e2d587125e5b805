import { isMlopsError } from "@mlops/core";
import { describe, expect, it } from "vitest";

import { parseOptions } from "../estimator/estimator-options.ts";
import { resolvedParameters, resolveEstimator, resolveOptions } from "../estimator/resolve-estimator.ts";
import { estimatorCatalogue } from "../estimators/catalogue.ts";
import { dialectCatalogue } from "./catalogue.ts";

const classPaths = dialectCatalogue.flatMap(({ classes }) => Object.keys(classes));

describe("dialectCatalogue", () => {
  it("names each class once, and no native estimator", () => {
    const native = estimatorCatalogue.flatMap(({ name, aliases }) => [name, ...aliases]);
    const names = [...classPaths, ...native];
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(classPaths)("%s describes its parameters, whose defaults the native estimator takes", async (classPath) => {
    const resolved = await resolveEstimator(classPath);
    const parameters = resolvedParameters(resolved);
    for (const { name, description, accepted } of parameters) {
      expect(description, name).not.toBe("");
      expect(accepted, name).not.toBe("a value");
    }
    const needed = parameters.filter((parameter) => parameter.default === undefined);
    if (needed.length > 0) return;
    const { options, mapping } = resolveOptions(resolved, {});
    expect(parseOptions(resolved.estimator, options)).toEqual(options);
    expect(mapping?.parameters).toEqual(Object.fromEntries(parameters.map((each) => [each.name, each.default])));
    expect(mapping?.notes).toEqual([]);
  });

  it.each(classPaths)("%s has aliases that are no parameter and no other's alias", async (classPath) => {
    const { dialect } = await resolveEstimator(classPath);
    const parameters = Object.entries(dialect?.table.parameters ?? {});
    const names = parameters.flatMap(([name, { aliases = [] }]) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(classPaths)("%s refuses what it does not have", async (classPath) => {
    const resolved = await resolveEstimator(classPath);
    const error = failureOf(() => resolveOptions(resolved, { no_such_parameter: 1 }));
    expect(error).toMatchObject({
      code: "ESTIMATOR_OPTION_INVALID",
      message: expect.stringMatching(/has no parameter "no_such_parameter".* It has: /),
    });
  });
});

function failureOf(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    if (isMlopsError(error)) return error;
    throw error;
  }
  throw new TypeError("nothing was thrown");
}
