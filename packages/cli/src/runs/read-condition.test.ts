import { isMlopsError } from "@mlops/core";
import fc from "fast-check";
import { expect, test } from "vitest";

import { readCondition, readOrder } from "./read-condition.ts";

test.each([
  ["roc_auc >= 0.8", { metric: "roc_auc", relation: "gte", value: 0.8 }],
  ["mae<1e-3", { metric: "mae", relation: "lt", value: 0.001 }],
  [" pérdida  != -2 ", { metric: "pérdida", relation: "ne", value: -2 }],
  ["r2==1", { metric: "r2", relation: "eq", value: 1 }],
  ["r2 = 1", { metric: "r2", relation: "eq", value: 1 }],
  ["precision@10 <= 0.5", { metric: "precision@10", relation: "lte", value: 0.5 }],
  ["f1 > .5", { metric: "f1", relation: "gt", value: 0.5 }],
])("%j is a condition", (given, expected) => {
  expect(readCondition(given, "--where")).toEqual(expected);
});

test.each([
  ["", "a condition such as"],
  ["roc_auc", "a condition such as"],
  [">= 0.8", "a condition such as"],
  ["roc_auc => 0.8", "a condition such as"],
  ["roc_auc >= 0.8 0.9", "a condition such as"],
  ["roc_auc >= high", '"high\\" is not a number'],
  ["roc_auc >= Infinity", "is not a number"],
  ["a.b > 1", "neither dots"],
  ["$a > 1", "neither dots"],
])("%j is refused", (given, message) => {
  expect(() => readCondition(given, "--where")).toThrow(message.replace("\\", ""));
});

test.each([
  ["mae", { metric: "mae" }],
  ["mae:asc", { metric: "mae", order: "asc" }],
  ["started", {}],
  ["started:desc", { order: "desc" }],
])("%j is an order", (given, expected) => {
  expect(readOrder(given, "--sort")).toEqual(expected);
});

test.each(["", ":asc", "mae:up", "mae:asc:desc", "a.b"])("the order %j is refused", (given) => {
  expect(() => readOrder(given, "--sort")).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
});

test("any text is read or refused", () => {
  const codeOf = (read: () => unknown): unknown => {
    try {
      read();
      return "read";
    } catch (error) {
      return isMlopsError(error) ? error.code : error;
    }
  };
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (given) => {
      for (const read of [readCondition, readOrder]) {
        expect(codeOf(() => read(given, "--flag"))).toBeOneOf(["read", "INVALID_ARGUMENT"]);
      }
    }),
    { numRuns: 300 },
  );
});
