import { type Comparable, type Filter, MlopsError, type ScalarValue } from "@mlops/core";

import { type FieldPath, parseFieldPath } from "./field-path.ts";

/** A filter whose every part was checked: what drivers compile and the evaluator reads. */
export type ParsedFilter =
  | { readonly kind: "and" | "or"; readonly members: readonly ParsedFilter[] }
  | { readonly kind: "test"; readonly field: string; readonly path: FieldPath; readonly test: FieldTest };

export type FieldTest =
  | { readonly operator: "eq" | "ne"; readonly value: ScalarValue }
  | { readonly operator: "in"; readonly values: readonly ScalarValue[] }
  | { readonly operator: "exists"; readonly value: boolean }
  | { readonly operator: "prefix"; readonly value: string }
  | { readonly operator: "range"; readonly bounds: readonly RangeBound[] };

export interface RangeBound {
  readonly relation: (typeof RELATIONS)[number];
  readonly value: Comparable;
}

const RELATIONS = ["gt", "gte", "lt", "lte"] as const;

/** Beyond these, servers and databases refuse queries each in its own way; all drivers refuse them alike. */
const DEEPEST_NESTING = 50;
const MOST_OPERANDS = 10_000;

/** @throws MlopsError STORE_QUERY_INVALID naming the part that has no meaning */
export function parseFilter(filter: Filter): ParsedFilter {
  const budget = { operands: MOST_OPERANDS };
  return parseNode(filter, 0, budget);
}

function parseNode(filter: unknown, depth: number, budget: { operands: number }): ParsedFilter {
  if (depth > DEEPEST_NESTING) throw invalid(`The filter is nested deeper than ${DEEPEST_NESTING} levels.`);
  const [entry, ...others] = Object.entries(asRecord(filter, "A filter"));
  if (entry === undefined || others.length > 0) throw invalid("A filter has exactly one of and, or, where.");
  const [kind, content] = entry;
  if (kind === "and" || kind === "or") {
    if (!Array.isArray(content)) throw invalid(`"${kind}" needs a list of filters.`);
    return { kind, members: content.map((member: unknown) => parseNode(member, depth + 1, budget)) };
  }
  if (kind !== "where") throw invalid(`A filter has one of and, or, where; "${kind}" is none of them.`);
  const members = Object.entries(asRecord(content, '"where"')).map(([field, condition]): ParsedFilter => {
    const test = parseCondition(field, condition);
    budget.operands -= test.operator === "in" ? test.values.length : 1;
    if (budget.operands < 0) throw invalid(`The filter has more than ${MOST_OPERANDS} operands.`);
    return { kind: "test", field, path: parseFieldPath(field), test };
  });
  const [only] = members;
  return members.length === 1 && only !== undefined ? only : { kind: "and", members };
}

function parseCondition(field: string, condition: unknown): FieldTest {
  if (isScalar(condition)) return { operator: "eq", value: condition };
  const given = Object.entries(asRecord(condition, `The condition on "${field}"`)).filter(([, v]) => v !== undefined);
  const bounds = given.flatMap(([name, value]) => {
    const relation = RELATIONS.find((candidate) => candidate === name);
    return relation === undefined ? [] : [{ relation, value: asComparable(field, relation, value) }];
  });
  if (bounds.length > 0 && bounds.length === given.length) return { operator: "range", bounds };
  const [entry] = given;
  if (entry === undefined || given.length > 1) {
    throw invalid(`The condition on "${field}" needs exactly one operator, or bounds of gt, gte, lt, lte.`);
  }
  return parseOperator(field, entry[0], entry[1]);
}

function parseOperator(field: string, operator: string, operand: unknown): FieldTest {
  if (operator === "eq" || operator === "ne") {
    if (isScalar(operand)) return { operator, value: operand };
  } else if (operator === "in") {
    if (Array.isArray(operand) && operand.every(isScalar)) return { operator, values: operand };
  } else if (operator === "exists") {
    if (typeof operand === "boolean") return { operator, value: operand };
  } else if (operator === "prefix") {
    if (typeof operand === "string" && operand.isWellFormed()) return { operator, value: operand };
  } else {
    throw invalid(`"${operator}" on field "${field}" is not an operator.`);
  }
  throw invalid(`"${operator}" on field "${field}" has an operand that it cannot compare with.`);
}

function asComparable(field: string, relation: string, value: unknown): Comparable {
  if (typeof value === "number" || typeof value === "string") {
    if (isScalar(value)) return value;
  }
  throw invalid(`"${relation}" on field "${field}" needs a finite number or a well-formed string.`);
}

function isScalar(value: unknown): value is ScalarValue {
  if (value === null || typeof value === "boolean") return true;
  return typeof value === "number" ? Number.isFinite(value) : typeof value === "string" && value.isWellFormed();
}

function asRecord(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw invalid(`${what} must be an object.`);
}

function invalid(message: string): MlopsError {
  return new MlopsError("STORE_QUERY_INVALID", message);
}
