import { MlopsError } from "@mlops/core";

import type { ArithmeticOperator, BinaryOperator, ComparisonOperator, Expression, Scalar } from "./expression.ts";
import { arityText, functionNamed, type NumericFunction } from "./functions.ts";
import { printExpression } from "./print-expression.ts";
import { type ExpressionValues, valueOf } from "./value-of.ts";

/** Why an expression gave null: the part that did, as text. */
export interface NullReason {
  readonly reason: "null-value" | "not-finite" | "division-by-zero" | "out-of-domain" | "overflow";
  readonly at: string;
}

export interface Evaluation {
  readonly value: Scalar;
  /** Not empty exactly where the value is null. */
  readonly reasons: readonly NullReason[];
}

/**
 * The value of an expression: a pure function of plain data.
 *
 * Null means "not known". Arithmetic and functions of null are null, comparisons with null are null, `and`, `or` and `not`
 * follow Kleene's three values (`false and null` is false, `true or null` is true), `x in [...]` is null where no member
 * equals x but one of them, or x, is null. `is_null` and `coalesce` see nulls. What has no finite value is null with its
 * reason: a division or remainder by zero, a logarithm of zero, an overflow. `%` takes the sign of its right side. Values
 * of two types are not equal; texts are ordered by their UTF-16 units.
 *
 * @throws MlopsError EXPRESSION_NAME_UNKNOWN, EXPRESSION_VALUE for data that does not fit, EXPRESSION_TYPE where the
 *   expression would not have passed `checkExpression`.
 */
export function evaluateExpression(expression: Expression, values: ExpressionValues): Evaluation {
  const evaluate = (part: Expression): Evaluation => {
    switch (part.kind) {
      case "number":
      case "string":
      case "boolean":
        return known(part.value);
      case "null":
        return unknown("null-value", part);
      case "name":
        return named(part, valueOf(part.name, values));
      case "unary": {
        const inner = evaluate(part.operand);
        if (inner.value === null) return inner;
        if (part.operator === "not") return known(!booleanOf(inner.value, part));
        const value = numberOf(inner.value, part);
        return known(part.operator === "-" ? 0 - value : value);
      }
      case "binary":
        return binary(part, part.operator, evaluate(part.left), part.right);
      case "in":
        return membership(evaluate(part.item), part.list.map(evaluate));
      case "call":
        return call(part, part.function, part.arguments);
    }
  };

  const binary = (whole: Expression, operator: BinaryOperator, left: Evaluation, right: Expression): Evaluation => {
    if (operator === "and" || operator === "or") return connective(whole, operator === "or", left, evaluate(right));
    const other = evaluate(right);
    if (left.value === null || other.value === null) return unknowns([left, other]);
    if (isComparison(operator)) return known(compared(operator, left.value, other.value, whole));
    const [a, b] = [numberOf(left.value, whole), numberOf(other.value, whole)];
    if (b === 0 && (operator === "/" || operator === "%")) return unknown("division-by-zero", whole);
    return finite(arithmetic(operator, a, b), whole);
  };

  const connective = (whole: Expression, decisive: boolean, a: Evaluation, b: Evaluation): Evaluation => {
    const sides = [a, b];
    for (const side of sides) if (side.value !== null) booleanOf(side.value, whole);
    if (sides.some(({ value }) => value === decisive)) return known(decisive);
    return sides.some(({ value }) => value === null) ? unknowns(sides) : known(!decisive);
  };

  const call = (whole: Expression, name: string, given: readonly Expression[]): Evaluation => {
    const called = functionNamed(name);
    if (called === undefined) {
      throw new MlopsError("EXPRESSION_NAME_UNKNOWN", `There is no function "${name}".`, { details: { name } });
    }
    if (given.length < called.minimum || given.length > called.maximum) {
      throw mistyped(`${name} ${arityText(called)}, not ${given.length}`, whole);
    }
    const evaluated = given.map(evaluate);
    if (called.kind === "numeric") return numeric(whole, called, evaluated);
    if (name === "is_null") return known(evaluated[0]?.value === null);
    return evaluated.find(({ value }) => value !== null) ?? unknowns(evaluated);
  };

  return evaluate(expression);
}

function numeric(whole: Expression, called: NumericFunction, given: readonly Evaluation[]): Evaluation {
  const numbers = given.flatMap(({ value }) => (value === null ? [] : [numberOf(value, whole)]));
  if (numbers.length < given.length) return unknowns(given);
  const value = called.apply(...numbers);
  return value === undefined ? unknown("out-of-domain", whole) : finite(value, whole);
}

function membership(item: Evaluation, list: readonly Evaluation[]): Evaluation {
  if (item.value === null) return item;
  if (list.some(({ value }) => value === item.value)) return known(true);
  return list.some(({ value }) => value === null) ? unknowns(list) : known(false);
}

function named(part: Expression, value: Scalar): Evaluation {
  if (value === null) return unknown("null-value", part);
  if (typeof value === "number" && !Number.isFinite(value)) return unknown("not-finite", part);
  return known(value);
}

/** Never −0, which JSON does not have. */
function known(value: Exclude<Scalar, null>): Evaluation {
  return { value: typeof value === "number" ? value + 0 : value, reasons: [] };
}

function unknown(reason: NullReason["reason"], part: Expression): Evaluation {
  return { value: null, reasons: [{ reason, at: printExpression(part) }] };
}

/** Null for the reasons of all parts, each named once. */
function unknowns(parts: readonly Evaluation[]): Evaluation {
  const reasons = new Map(parts.flatMap((part) => part.reasons).map((entry) => [`${entry.reason} ${entry.at}`, entry]));
  return { value: null, reasons: [...reasons.values()] };
}

function finite(value: number, whole: Expression): Evaluation {
  if (Number.isNaN(value)) return unknown("out-of-domain", whole);
  return Number.isFinite(value) ? known(value) : unknown("overflow", whole);
}

function arithmetic(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "**":
      return a === 0 && b < 0 ? Number.NaN : a ** b;
    case "%": {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
    }
  }
}

function isComparison(operator: Exclude<BinaryOperator, "and" | "or">): operator is ComparisonOperator {
  return operator === "==" || operator === "!=" || operator.startsWith("<") || operator.startsWith(">");
}

function compared(
  operator: ComparisonOperator,
  a: NonNullable<Scalar>,
  b: NonNullable<Scalar>,
  whole: Expression,
): boolean {
  if (operator === "==") return a === b;
  if (operator === "!=") return a !== b;
  if (typeof a !== typeof b || typeof a === "boolean") {
    throw mistyped(`Only two numbers or two texts have an order, not ${typeof a} and ${typeof b}`, whole);
  }
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}

function numberOf(value: NonNullable<Scalar>, whole: Expression): number {
  if (typeof value === "number") return value;
  throw mistyped(`Expected a number, got ${JSON.stringify(value)}`, whole);
}

function booleanOf(value: NonNullable<Scalar>, whole: Expression): boolean {
  if (typeof value === "boolean") return value;
  throw mistyped(`Expected true, false or null, got ${JSON.stringify(value)}`, whole);
}

function mistyped(what: string, whole: Expression): MlopsError {
  const at = printExpression(whole);
  return new MlopsError("EXPRESSION_TYPE", `${what}, in \`${at}\`.`, { details: { at } });
}
