import { MlopsError } from "@mlops/core";
import { checkExpression, type Expression, parseExpression, references } from "@mlops/expression";
import type { Schema } from "@mlops/table";

import type { MetadataFile } from "../metadata/read-metadata.ts";
import { scopeOf } from "./row-values.ts";

/** `high` is at least `low`, or larger than it where the order is strict. */
export interface Order {
  readonly low: string;
  readonly high: string;
  readonly strict: boolean;
}

/** What constraints mean for synthesis: most hold by construction, `rules` are checked on every row. */
export interface CompiledConstraints {
  readonly orders: readonly Order[];
  readonly combinations: readonly (readonly string[])[];
  readonly unique: readonly string[];
  readonly formulas: readonly { readonly column: string; readonly equals: string }[];
  /** Rules over several columns, as text. */
  readonly rules: readonly string[];
  /** All that is to hold in the data, as rules, with where each is written. */
  readonly checks: readonly { readonly rule: string; readonly expression: Expression; readonly where: string }[];
}

/**
 * @param isNumber whether a column is drawn as a number, so that an order can be built in
 * @throws MlopsError EXPRESSION_… with line and column, SYNTHESIS_METADATA_INVALID
 */
export function compileConstraints(
  file: MetadataFile,
  schema: Schema,
  isNumber: (column: string) => boolean,
): CompiledConstraints {
  const orders: Order[] = [];
  const combinations: string[][] = [];
  const unique: string[] = [];
  const formulas: { column: string; equals: string }[] = [];
  const rules: string[] = [];
  const checks: { rule: string; expression: Expression; where: string }[] = [];
  const scope = scopeOf(schema);
  const taken = new Set<string>();

  const take = (columns: readonly string[], where: string): void => {
    for (const column of columns) {
      if (taken.has(column)) {
        const message = `${where} The column "${column}" is in two constraints that both say what its values are.`;
        throw new MlopsError("SYNTHESIS_METADATA_INVALID", message, { details: { column, where } });
      }
      taken.add(column);
    }
  };

  const addRule = (rule: string, where: string): void => {
    const source = parseExpression(rule, { origin: where });
    checkExpression(source, scope, { expect: "boolean" });
    checks.push({ rule, expression: source.expression, where });
    // A rule on one column holds by the range of its values, where these are what the data hold.
    const order = orderOf(source.expression);
    if (order !== undefined && addOrder(order)) return;
    if (!isBound(source.expression) || !references(source.expression).every(isNumber)) rules.push(rule);
  };

  const addOrder = (order: Order): boolean => {
    if (!isNumber(order.low) || !isNumber(order.high) || taken.has(order.high)) return false;
    if (leadsTo(orders, order.low, order.high)) return false;
    taken.add(order.high);
    orders.push(order);
    return true;
  };

  for (const [index, constraint] of file.metadata.constraints.entries()) {
    const where = file.where(["constraints", index]);
    if ("fixed_combinations" in constraint) {
      take(constraint.fixed_combinations, where);
      combinations.push(constraint.fixed_combinations);
    } else if ("unique" in constraint) {
      take([constraint.unique], where);
      unique.push(constraint.unique);
    } else if ("formula" in constraint) {
      const { column, equals } = constraint.formula;
      take([column], where);
      const source = parseExpression(equals, { origin: where });
      checkExpression(source, scope);
      if (references(source.expression).includes(column)) {
        throw new MlopsError(
          "SYNTHESIS_METADATA_INVALID",
          `${where} The formula of "${column}" uses "${column}" itself.`,
        );
      }
      formulas.push({ column, equals });
    }
  }
  for (const [index, constraint] of file.metadata.constraints.entries()) {
    const where = file.where(["constraints", index]);
    if ("rule" in constraint) addRule(constraint.rule, where);
    if ("inequality" in constraint) {
      const { low, high, strict } = constraint.inequality;
      const expression = comparison(low, strict ? "<" : "<=", { kind: "name", name: high });
      const rule = `${low} ${strict ? "<" : "<="} ${high}`;
      checks.push({ rule, expression, where });
      if (!addOrder({ low, high, strict })) {
        const message = `${where} "${low}" and "${high}" cannot be kept in order: both have to be numbers or dates that no other constraint determines.`;
        throw new MlopsError("SYNTHESIS_METADATA_INVALID", message);
      }
    }
    if ("positive" in constraint) {
      for (const column of constraint.positive) {
        if (!isNumber(column)) {
          throw new MlopsError("SYNTHESIS_METADATA_INVALID", `${where} The column "${column}" does not hold numbers.`);
        }
        checks.push({
          rule: `${column} > 0`,
          expression: comparison(column, ">", { kind: "number", value: 0 }),
          where,
        });
      }
    }
  }
  return { orders, combinations, unique, formulas, rules, checks };
}

function comparison(left: string, operator: "<" | "<=" | ">", right: Expression): Expression {
  return { kind: "binary", operator, left: { kind: "name", name: left }, right };
}

/** `a <= b`, `a < b`, `a >= b` and `a > b` between two columns. */
function orderOf(expression: Expression): Order | undefined {
  if (expression.kind !== "binary") return undefined;
  const { operator, left, right } = expression;
  if (left.kind !== "name" || right.kind !== "name" || left.name === right.name) return undefined;
  if (operator === "<" || operator === "<=") return { low: left.name, high: right.name, strict: operator === "<" };
  if (operator === ">" || operator === ">=") return { low: right.name, high: left.name, strict: operator === ">" };
  return undefined;
}

/** Comparisons of one column with constants, joined by `and`: they hold for every value between two that occur. */
function isBound(expression: Expression): boolean {
  if (expression.kind !== "binary") return false;
  const { operator, left, right } = expression;
  if (operator === "and") return isBound(left) && isBound(right);
  if (!["<", "<=", ">", ">="].includes(operator)) return false;
  return (left.kind === "name" && isNumberLiteral(right)) || (right.kind === "name" && isNumberLiteral(left));
}

function isNumberLiteral(expression: Expression): boolean {
  if (expression.kind === "unary" && expression.operator !== "not") return isNumberLiteral(expression.operand);
  return expression.kind === "number";
}

/** Whether the lower side of an order rests, through others, on its upper side. */
function leadsTo(orders: readonly Order[], low: string, high: string): boolean {
  for (let at: string | undefined = low; at !== undefined;) {
    if (at === high) return true;
    at = orders.find((order) => order.high === at)?.low;
  }
  return false;
}
