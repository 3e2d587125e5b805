import { compareCodePoints, type Comparable, type JsonObject, type JsonValue } from "@mlops/core";

import { valueAt } from "./field-path.ts";
import type { FieldTest, ParsedFilter, RangeBound } from "./parsed-filter.ts";

/** Whether a document satisfies a filter: the contract's meaning, independent of any database. */
export function matches(filter: ParsedFilter, document: JsonObject): boolean {
  switch (filter.kind) {
    case "and":
      return filter.members.every((member) => matches(member, document));
    case "or":
      return filter.members.some((member) => matches(member, document));
    case "test":
      return passes(filter.test, valueAt(document, filter.path));
  }
}

function passes(test: FieldTest, value: JsonValue | undefined): boolean {
  switch (test.operator) {
    case "eq":
      return value === test.value;
    case "ne":
      return value !== test.value;
    case "in":
      return test.values.some((candidate) => candidate === value);
    case "exists":
      return (value !== undefined) === test.value;
    case "prefix":
      return typeof value === "string" && value.startsWith(test.value);
    case "range":
      return test.bounds.every((bound) => isWithin(bound, value));
  }
}

function isWithin({ relation, value: limit }: RangeBound, value: JsonValue | undefined): boolean {
  const order = compareSameType(value, limit);
  if (order === undefined) return false;
  switch (relation) {
    case "gt":
      return order > 0;
    case "gte":
      return order >= 0;
    case "lt":
      return order < 0;
    case "lte":
      return order <= 0;
  }
}

function compareSameType(value: JsonValue | undefined, limit: Comparable): number | undefined {
  if (typeof value === "number" && typeof limit === "number") return value < limit ? -1 : value > limit ? 1 : 0;
  if (typeof value === "string" && typeof limit === "string") return compareCodePoints(value, limit);
  return undefined;
}
