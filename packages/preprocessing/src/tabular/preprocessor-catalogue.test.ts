import { readdir } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { findPreprocessor, preprocessorCatalogue } from "./preprocessor-catalogue.ts";

describe("the catalogue of preprocessors", () => {
  it("has one entry for each file of preprocessors/, in order", async () => {
    const files = await readdir(new URL("../preprocessors/", import.meta.url));
    const names = files.filter((file) => /^[a-z-]+\.ts$/.test(file)).map((file) => file.replace(/\.ts$/, ""));
    expect(preprocessorCatalogue.map(({ name }) => name)).toEqual(names.sort());
  });

  it.each(preprocessorCatalogue)("says of $name what the file says", async ({ load, ...entry }) => {
    const { name, aliases, family, summary, ...step } = await load();
    expect({ name, aliases, family, summary }).toEqual(entry);
    expect(step.scope === "table" || step.portable === false || typeof step.toOnnx === "function").toBe(true);
  });

  it.each(preprocessorCatalogue)("describes every parameter of $name", async ({ load }) => {
    const { shape } = (await load()).options as unknown as { readonly shape: Record<string, { description?: string }> };
    expect(Object.entries(shape).filter(([, schema]) => (schema.description ?? "") === "")).toEqual([]);
  });

  it("has no name or alias twice", () => {
    const words = preprocessorCatalogue.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(words).size).toBe(words.length);
  });

  it("finds names and aliases, and suggests for any other", () => {
    expect(findPreprocessor("one_hot_encoder").name).toBe("one-hot-encoder");
    expect(findPreprocessor("sklearn.impute.SimpleImputer").name).toBe("simple-imputer");
    expect(() => findPreprocessor("standard_scalr", "recipes/x.yaml:7")).toThrow(
      expect.objectContaining({
        code: "PREPROCESSOR_UNKNOWN",
        message: expect.stringContaining('"standard_scalr" (recipes/x.yaml:7); there are backward_fill, '),
        hint: 'Did you mean "standard_scaler"?',
      }),
    );
  });
});
