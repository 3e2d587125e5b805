import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { hostileTexts } from "../testing/hostile.ts";
import { escapeMarkup } from "./escape.ts";
import { numberText } from "./number-text.ts";
import { plainLabel, plainLabels, textWidth } from "./plain-label.ts";

test("escaped text holds nothing that begins markup", () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary" })), (text) => {
      const escaped = escapeMarkup(text);
      expect(escaped).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/u);
      expect(escaped.replaceAll(/[\t\n\r]/gu, "")).not.toMatch(/\p{Control}/u);
      expect(escaped.isWellFormed()).toBe(true);
    }),
  );
});

describe("labels", () => {
  test("are no wider than there is room, wide scripts counting two", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 8, max: 40 }), (text, longest) => {
        expect(textWidth(plainLabel(text, longest))).toBeLessThanOrEqual(Math.max(longest, 7));
      }),
    );
    expect(plainLabel("가나다라마바사아자차카타파하", 10)).toBe("가나다라…");
  });

  test("stay distinct when they are cut", () => {
    const names = ["a".repeat(30), "a".repeat(31), "", " "];
    expect(new Set(plainLabels(names)).size).toBe(4);
  });

  test("hold no controls and no marks that reorder text", () => {
    for (const text of hostileTexts) expect(plainLabel(text)).not.toMatch(/\p{Control}|[\u202a-\u202e\u2066-\u2069]/u);
  });
});

test.each([
  [1_000_000, "number", "1,000,000"],
  [-0, "number", "0"],
  [0.123_456, "number", "0.1235"],
  [0.5, "number", "0.5000"],
  [1234.5, "number", "1,235"],
  [3.1e-14, "number", "3.100e-14"],
  [1e300, "number", "1.000e+300"],
  [0.8, "percent", "80.0 %"],
  [512, "bytes", "512 B"],
  [1_572_864, "bytes", "1.5 MiB"],
  [850, "duration", "850 ms"],
  [12_340, "duration", "12.3 s"],
  [245_000, "duration", "4 min 5 s"],
  [20_261_121, "plain", "20261121"],
] as const)("%d as %s is %s", (value, format, text) => {
  expect(numberText(value, format)).toBe(text);
});
