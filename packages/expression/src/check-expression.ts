import type { BinaryOperator, Expression, ExpressionSource, ScalarType } from "./expression.ts";
import { expressionError, type ExpressionErrorCode } from "./expression-error.ts";
import { arityText, functionNamed, functionNames } from "./functions.ts";
import { nameHint } from "./nearest-name.ts";
import { printedSource } from "./print-expression.ts";

/** The names that an expression may use, dots included, with what each may hold: `{ "metrics.f1": ["number", "null"] }`. */
export type ExpressionScope = Readonly<Record<string, ScalarType | readonly ScalarType[]>>;

export interface CheckOptions {
  /** What the whole has to give, null aside. */
  readonly expect?: Exclude<ScalarType, "null">;
}

/**
 * What an expression may give, without evaluating it. Arithmetic may always give null (a division by zero, an overflow);
 * a comparison gives null where one of its sides may.
 *
 * @throws MlopsError EXPRESSION_NAME_UNKNOWN, EXPRESSION_TYPE, with line, column and a caret; for an expression without
 *   its text the places are those in its printed form.
 */
export function checkExpression(
  checked: Expression | ExpressionSource,
  scope: ExpressionScope,
  options: CheckOptions = {},
): readonly ScalarType[] {
  const source = "spans" in checked ? checked : printedSource(checked);
  const types = checker(source, scope)(source.expression);
  const { expect } = options;
  if (expect !== undefined && !types.has(expect)) {
    const hint = expect === "boolean" ? "Compare the value with something: `x > 0.5`." : undefined;
    throw failAt(source, source.expression, `This has to give a ${expect}, it gives ${named(types)}`, hint);
  }
  if (expect !== undefined) assertOnly(source, source.expression, types, expect);
  return [...types].toSorted();
}

type Types = ReadonlySet<ScalarType>;

const arithmeticTypes: Types = new Set<ScalarType>(["number", "null"]);

function checker(source: ExpressionSource, scope: ExpressionScope): (part: Expression) => Types {
  const typesOf = (part: Expression): Types => {
    switch (part.kind) {
      case "number":
      case "string":
      case "boolean":
      case "null":
        return new Set([part.kind]);
      case "name":
        return declared(part, part.name);
      case "unary":
        return withNullOf(
          only(part.operand, part.operator === "not" ? "boolean" : "number"),
          part.operator === "not" ? "boolean" : "number",
        );
      case "binary":
        return binary(part, part.operator, part.left, part.right);
      case "in":
        return membership(part.item, part.list);
      case "call":
        return call(part, part.function, part.arguments);
    }
  };

  const declared = (part: Expression, name: string): Types => {
    const types = Object.hasOwn(scope, name) ? scope[name] : undefined;
    if (types !== undefined) return new Set(typeof types === "string" ? [types] : types);
    const hint = nameHint(name, Object.keys(scope));
    throw failAt(source, part, `There is no "${name}" here`, hint, "EXPRESSION_NAME_UNKNOWN");
  };

  const only = (part: Expression, wanted: ScalarType): Types => {
    const types = typesOf(part);
    assertOnly(source, part, types, wanted);
    return types;
  };

  const binary = (whole: Expression, operator: BinaryOperator, left: Expression, right: Expression): Types => {
    switch (operator) {
      case "and":
      case "or":
        return withNullOf(union(only(left, "boolean"), only(right, "boolean")), "boolean");
      case "==":
      case "!=":
        return equality(whole, left, right);
      case "<":
      case "<=":
      case ">":
      case ">=":
        return order(whole, left, right);
      case "+":
      case "-":
      case "*":
      case "/":
      case "%":
      case "**":
        only(left, "number");
        only(right, "number");
        return arithmeticTypes;
    }
  };

  const equality = (whole: Expression, left: Expression, right: Expression): Types => {
    const [a, b] = [typesOf(left), typesOf(right)];
    assertComparable(whole, a, b);
    return withNullOf(union(a, b), "boolean");
  };

  const assertComparable = (whole: Expression, a: Types, b: Types): void => {
    if (isNullOnly(a) || isNullOnly(b)) {
      throw failAt(source, whole, "A comparison with null is always null", "Ask `is_null(x)` or `not is_null(x)`.");
    }
    if ([...a].some((type) => type !== "null" && b.has(type))) return;
    throw failAt(source, whole, `${named(a)} and ${named(b)} are never equal`);
  };

  const order = (whole: Expression, left: Expression, right: Expression): Types => {
    const both = union(typesOf(left), typesOf(right));
    const kinds = [...both].filter((type) => type !== "null");
    if (kinds.length === 1 && (kinds[0] === "number" || kinds[0] === "string")) return withNullOf(both, "boolean");
    if (kinds.length === 0) assertComparable(whole, both, both);
    throw failAt(source, whole, `Only two numbers or two texts have an order, not ${named(both)}`);
  };

  const membership = (item: Expression, list: readonly Expression[]): Types => {
    const types = typesOf(item);
    const members = list.map((member) => ({ member, types: typesOf(member) }));
    for (const { member, types: its } of members) assertComparable(member, types, its);
    return withNullOf(union(types, ...members.map((member) => member.types)), "boolean");
  };

  const call = (whole: Expression, name: string, given: readonly Expression[]): Types => {
    const known = functionNamed(name);
    if (known === undefined) {
      const hint = nameHint(name, functionNames);
      throw failAt(source, whole, `There is no function "${name}"`, hint, "EXPRESSION_NAME_UNKNOWN");
    }
    if (given.length < known.minimum || given.length > known.maximum) {
      throw failAt(source, whole, `${name} ${arityText(known)}, not ${given.length}`);
    }
    if (known.kind === "numeric") {
      for (const argument of given) only(argument, "number");
      return arithmeticTypes;
    }
    const types = given.map(typesOf);
    if (name === "is_null") return new Set<ScalarType>(["boolean"]);
    const all = [...union(...types)];
    return new Set(types.every((each) => each.has("null")) ? all : all.filter((type) => type !== "null"));
  };

  return typesOf;
}

function withNullOf(types: Types, type: ScalarType): Types {
  return new Set<ScalarType>(types.has("null") ? [type, "null"] : [type]);
}

function union(...sets: readonly Types[]): Types {
  return new Set(sets.flatMap((set) => [...set]));
}

function isNullOnly(types: Types): boolean {
  return types.size === 1 && types.has("null");
}

function assertOnly(source: ExpressionSource, part: Expression, types: Types, wanted: ScalarType): void {
  if ([...types].every((type) => type === wanted || type === "null")) return;
  const hint = wanted === "boolean" ? "Compare the value with something: `x > 0.5`." : undefined;
  throw failAt(source, part, `Expected a ${wanted}, this is ${named(types)}`, hint);
}

function named(types: Types): string {
  return [...types].toSorted().join(" or ");
}

function failAt(
  source: ExpressionSource,
  part: Expression,
  what: string,
  hint?: string,
  code: ExpressionErrorCode = "EXPRESSION_TYPE",
): Error {
  const span = source.spans.get(part) ?? { start: 0, end: source.text.length };
  return expressionError(code, what, source, span, hint);
}
