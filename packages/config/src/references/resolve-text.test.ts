import { expect, test } from "vitest";

import { coerceText, resolveText } from "./resolve-text.ts";

const sources = {
  variable: (name: string) => ({ HOST: "db", PORT: "5432", EMPTY: "", NESTED: "${HOST}" })[name],
  file: (path: string) => (path === "/run/secrets/key" ? "s3cret-value" : new Error("there is no such file.")),
};

test.each([
  ["${HOST}", "db"],
  ["${MISSING:fallback}", "fallback"],
  ["${EMPTY:fallback}", "fallback"],
  ["${MISSING:}", ""],
  ["${MISSING:http://a:1/b}", "http://a:1/b"],
  ["${HOST:x}", "db"],
  ["postgresql://${HOST}:${PORT}/x", "postgresql://db:5432/x"],
  ["$${HOST}", "${HOST}"],
  ["${file:/run/secrets/key}", "s3cret-value"],
  ["${NESTED}", "${HOST}"],
  ["costs $5 and {braces}", "costs $5 and {braces}"],
])("%s becomes %s", (text, expected) => {
  expect(resolveText(text, sources).text).toBe(expected);
});

test.each([
  ["${MISSING}", /MISSING is not set/],
  ["${EMPTY}", /EMPTY is not set/],
  ["${", /not closed/],
  ["${HOST", /not closed/],
  ["${}", /is not a reference/],
  ["${1X}", /is not a reference/],
  ["${file:/none}", /\/none\} cannot be read: there is no such file/],
])("%s has no value", (text, message) => {
  const resolved = resolveText(text, sources);
  expect(resolved.text).toBeUndefined();
  expect(resolved.failures[0]?.message).toMatch(message);
});

test("each missing variable of one text is a failure of its own", () => {
  expect(resolveText("${A}-${B}", sources).failures).toHaveLength(2);
});

test("only a whole reference asks for coercion, and file values are reported as secret", () => {
  expect(resolveText("${PORT}", sources).whole).toBe(true);
  expect(resolveText("${PORT}0", sources).whole).toBe(false);
  expect(resolveText("${file:/run/secrets/key}", sources)).toMatchObject({
    whole: false,
    fileValues: ["s3cret-value"],
  });
});

test.each([
  ["true", true],
  ["FALSE", false],
  ["12", 12],
  ["-3", -3],
  ["1.5", 1.5],
  ["1e-5", 1e-5],
  [".5", 0.5],
  ["12345678901234567890", "12345678901234567890"],
  ["1e999", "1e999"],
  ["yes", "yes"],
  ["0x10", "0x10"],
  ["", ""],
  ["1 2", "1 2"],
])("%s is coerced to %s", (text, expected) => {
  expect(coerceText(text)).toBe(expected);
});
