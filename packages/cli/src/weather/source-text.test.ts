import { expect, test } from "vitest";

import { styleOf } from "../render/style.ts";
import { attributionOf, sourceText } from "./source-text.ts";

const style = styleOf({ isTerminal: false, columns: undefined, colour: false, environment: {} });

test("data of Open-Meteo carry the notice that its licence wants", () => {
  expect(attributionOf("open-meteo")).toMatch(/Open-Meteo\.com.*CC BY 4\.0/);
  expect(sourceText("open-meteo", false, style)).toContain("Weather data by Open-Meteo.com");
});

test("other sources carry none; synthetic ones say so", () => {
  expect(attributionOf("file")).toBeNull();
  expect(sourceText("file", false, style)).toBe("file");
  expect(sourceText("climatology", true, style)).toContain("synthetic");
});
