import { isMlopsError } from "@mlops/core";
import { expect, test } from "vitest";

import { noMetadata } from "./metadata.ts";
import { assertKnownColumns, readMetadata } from "./read-metadata.ts";

const example = `
default_distribution: gamma
target: {column: status, positive: default}
columns:
  age: {type: integer, min: 18, max: 99, distribution: norm}
  opened: {type: datetime, format: "%d%b%Y"}
constraints:
  - rule: low <= high
  - inequality: {low: a, high: b}
  - positive: [amount]
  - fixed_combinations: [city, country]
  - unique: id
  - formula: {column: total, equals: price * quantity}
`;

function failureOf(work: () => unknown): { readonly code: string; readonly message: string } {
  try {
    work();
  } catch (error) {
    if (isMlopsError(error)) return { code: error.code, message: error.message };
  }
  throw new Error("nothing failed");
}

test("metadata are read with their defaults", () => {
  const { metadata, where } = readMetadata(example, "m.yaml");
  expect(metadata.ks_threshold).toBe(0.02);
  expect(metadata.columns["age"]).toEqual({ type: "integer", min: 18, max: 99, distribution: "norm" });
  expect(metadata.constraints).toHaveLength(6);
  expect(metadata.constraints[1]).toEqual({ inequality: { low: "a", high: "b", strict: false } });
  expect(where(["columns", "age"])).toBe("m.yaml:5:3");
  expect(readMetadata("", "empty.yaml").metadata).toEqual(noMetadata);
});

test.each([
  ["colums: {}", "KEY_UNKNOWN", /m\.yaml:1:1.*colums/],
  ["columns:\n  a: {type: number}", "VALUE_INVALID", /m\.yaml:2:/],
  ["columns:\n  a: {distribution: gama}", "VALUE_INVALID", /m\.yaml:2:/],
  ["constraints:\n  - sum: a", "SYNTHESIS_METADATA_INVALID", /m\.yaml:2:/],
  ["ks_threshold: 2", "VALUE_INVALID", /m\.yaml:1:/],
  ["a: [", "YAML_MALFORMED", /m\.yaml:1:/],
])("%s is refused with its place", (text, code, message) => {
  const failure = failureOf(() => readMetadata(text, "m.yaml"));
  expect(failure.message).toMatch(message);
  expect(failure.code).toBe(code);
});

test("columns that the data do not have are named with what was probably meant", () => {
  const file = readMetadata(example, "m.yaml");
  const columns = ["age", "opened", "status", "a", "b", "amount", "city", "country", "id", "total"];
  expect(() => assertKnownColumns(file, columns)).not.toThrow();
  const failure = failureOf(() => assertKnownColumns(file, ["agee", ...columns.slice(1)]));
  expect(failure.message).toMatch(/m\.yaml:5:3 The data have no column "age"/);
});
