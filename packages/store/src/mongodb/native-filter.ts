import type { Comparable, ScalarValue } from "@mlops/core";
import type { Document } from "mongodb";

import type { FieldPath } from "../documents/field-path.ts";
import type { FieldTest, ParsedFilter, RangeBound } from "../documents/parsed-filter.ts";
import { textAfterPrefix } from "../documents/text-order.ts";
import { dateOf, storedName } from "./stored-document.ts";
import type { StoredLayout } from "./stored-layout.ts";

const never: Document = { _id: { $in: [] } };
const notArray = { $not: { $type: "array" } } as const;
const RELATION = { gt: "$gt", gte: "$gte", lt: "$lt", lte: "$lte" } as const;
const LATEST_INSTANT = 8.64e15;

/**
 * A filter in MongoDB's language with exactly the contract's meaning. The two differ in three places, each closed here:
 * MongoDB's `null` also stands for missing, so that null is asked for by its type; its comparisons look into arrays, so
 * that the field and its parents must not be one; instants are dates, so that their bounds are both.
 */
export function nativeFilter(filter: ParsedFilter, layout: StoredLayout): Document {
  switch (filter.kind) {
    case "and":
      return all(filter.members.map((member) => nativeFilter(member, layout)));
    case "or":
      return any(filter.members.map((member) => nativeFilter(member, layout)));
    case "test":
      return nativeTest(filter.test, filter.path, layout.instants.has(filter.path.join(".")));
  }
}

/** The name by which MongoDB reaches a field. */
export function nativePath(path: FieldPath): string {
  return path.map(storedName).join(".");
}

export function all(parts: readonly Document[]): Document {
  const [only] = parts;
  if (only === undefined) return {};
  return parts.length === 1 ? only : { $and: [...parts] };
}

export function any(parts: readonly Document[]): Document {
  const [only] = parts;
  if (only === undefined) return never;
  return parts.length === 1 ? only : { $or: [...parts] };
}

/** The parents of a field, as MongoDB names them. */
export function parentsOf(path: FieldPath): readonly string[] {
  return path.slice(1).map((_, depth) =>
    path
      .slice(0, depth + 1)
      .map(storedName)
      .join("."),
  );
}

function nativeTest(test: FieldTest, path: FieldPath, isInstant: boolean): Document {
  switch (test.operator) {
    case "eq":
      return equal(path, test.value, isInstant);
    case "ne":
      return { $nor: [equal(path, test.value, isInstant)] };
    case "in":
      return oneOf(path, test.values, isInstant);
    case "exists": {
      const exists = reached(path, { $exists: true });
      return test.value ? exists : { $nor: [exists] };
    }
    case "prefix":
      return compared(path, startingWith(test.value));
    case "range":
      return all(test.bounds.map((bound) => bounded(path, bound, isInstant)));
  }
}

function equal(path: FieldPath, value: ScalarValue, isInstant: boolean): Document {
  if (value === null) return compared(path, { $type: "null" });
  const forms = storedForms(value, isInstant);
  return compared(path, forms.length === 1 ? { $eq: value } : { $in: forms });
}

function oneOf(path: FieldPath, values: readonly ScalarValue[], isInstant: boolean): Document {
  const forms = values.flatMap((value) => (value === null ? [] : storedForms(value, isInstant)));
  const parts = forms.length === 0 ? [] : [compared(path, { $in: forms })];
  if (values.includes(null)) parts.push(equal(path, null, isInstant));
  return any(parts);
}

function startingWith(prefix: string): Document {
  if (prefix === "") return { $type: "string" };
  const after = textAfterPrefix(prefix);
  return after === undefined ? { $gte: prefix } : { $gte: prefix, $lt: after };
}

function bounded(path: FieldPath, { relation, value }: RangeBound, isInstant: boolean): Document {
  const plain = compared(path, { [RELATION[relation]]: value });
  return isInstant && typeof value === "number" ? any([plain, boundedDate(path, relation, value)]) : plain;
}

/** Dates are whole milliseconds within bounds; a bound between or beyond them moves to the next one that decides alike. */
function boundedDate(path: FieldPath, relation: RangeBound["relation"], value: number): Document {
  const isLower = relation === "gt" || relation === "gte";
  if (value > LATEST_INSTANT) return isLower ? never : compared(path, { $type: "date" });
  if (value < -LATEST_INSTANT) return isLower ? compared(path, { $type: "date" }) : never;
  const whole = relation === "gt" || relation === "lte" ? Math.floor(value) : Math.ceil(value);
  return compared(path, { [RELATION[relation]]: new Date(whole) });
}

function storedForms(value: Exclude<ScalarValue, null>, isInstant: boolean): (Comparable | boolean | Date)[] {
  const date = isInstant && typeof value === "number" ? dateOf(value) : undefined;
  return date === undefined ? [value] : [value, date];
}

/** A condition on the field's own value, not on elements of an array there. */
function compared(path: FieldPath, condition: Document): Document {
  if (path.length === 1 && path[0] === "_id") return { _id: condition };
  return reached(path, { ...condition, ...notArray });
}

/** A condition on a field that is reached through objects only. */
function reached(path: FieldPath, condition: Document): Document {
  return all([{ [nativePath(path)]: condition }, ...parentsOf(path).map((parent) => ({ [parent]: notArray }))]);
}
