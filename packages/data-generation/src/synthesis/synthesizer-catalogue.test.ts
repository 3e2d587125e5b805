import { readdirSync } from "node:fs";

import { expect, test } from "vitest";

import { FALLBACK_SYNTHESIZER, findSynthesizer, synthesizerCatalogue } from "./synthesizer-catalogue.ts";

test("the catalogue says what the files of synthesizers/ say", async () => {
  const files = readdirSync(new URL("../synthesizers/", import.meta.url)).filter((name) => /^[^.]+\.ts$/.test(name));
  expect(synthesizerCatalogue.map(({ name }) => `${name}.ts`)).toEqual(files.toSorted());
  for (const entry of synthesizerCatalogue) {
    const { name, aliases = [], summary } = await entry.load();
    expect({ name, aliases, summary }).toEqual({ name: entry.name, aliases: entry.aliases, summary: entry.summary });
  }
});

test("an unknown name is answered by those that there are", () => {
  expect(findSynthesizer("gaussian-copula").name).toBe("gaussian-copula");
  expect(findSynthesizer(FALLBACK_SYNTHESIZER).name).toBe("loan-rules");
  expect(() => findSynthesizer("gaussian-copla")).toThrow(
    expect.objectContaining({ code: "SYNTHESIZER_UNKNOWN", hint: 'Did you mean "gaussian-copula"?' }),
  );
});
