import { readdir } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { findSource, SOURCE_CATALOGUE } from "./source-catalogue.ts";

describe("the catalogue of sources", () => {
  it("has one entry for each file of sources/, in order", async () => {
    const files = await readdir(new URL("sources/", import.meta.url));
    const names = files
      .filter((file) => file.endsWith(".ts") && !/\.(integration\.)?test\.ts$/.test(file))
      .map((file) => file.replace(/\.ts$/, ""));
    expect(SOURCE_CATALOGUE.map(({ name }) => name)).toEqual(names.sort());
  });

  it.each(SOURCE_CATALOGUE)("says of $name what the driver says", async (entry) => {
    const driver = await entry.load();
    expect({ name: driver.name, aliases: driver.aliases ?? [], summary: driver.summary }).toEqual({
      name: entry.name,
      aliases: entry.aliases,
      summary: entry.summary,
    });
  });

  it("has no name or alias twice, and none is auto", () => {
    const words = SOURCE_CATALOGUE.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(words).size).toBe(words.length);
    expect(words).not.toContain("auto");
  });

  it("finds names and aliases, and lists what there is for any other", () => {
    expect(findSource("kma").name).toBe("kma");
    expect(findSource("sample").name).toBe("climatology");
    expect(() => findSource("kmaa")).toThrow(
      expect.objectContaining({ code: "SOURCE_UNKNOWN", message: expect.stringContaining("auto, climatology, ") }),
    );
  });
});
