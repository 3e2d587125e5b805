import { sqlText } from "@mlops/adapters";
import { MlopsError } from "@mlops/core";
import { type BinaryOperator, type Expression, printExpression } from "@mlops/expression";

import type { Sql } from "../expectation/expectation.ts";
import { sqlNumber } from "./literal.ts";

/**
 * An expression as SQL of DuckDB with the meaning of `evaluateExpression`: null is "not known", a number without a
 * finite value is null, `%` takes the sign of its right side. It must have passed `checkExpression`. One difference: texts
 * are ordered by code points, not by UTF-16 units.
 *
 * @param nameSql the SQL of a name: DOUBLE that is finite or null, VARCHAR or BOOLEAN
 * @throws MlopsError EXPRESSION_TYPE for a `coalesce` of values of several types, which SQL does not have
 */
export function compileExpression(expression: Expression, nameSql: (name: string) => Sql): Sql {
  const compile = (part: Expression): Sql => {
    switch (part.kind) {
      case "number":
        return sqlNumber(part.value);
      case "string":
        return sqlText(part.value);
      case "boolean":
        return String(part.value);
      case "null":
        return "NULL";
      case "name":
        return nameSql(part.name);
      case "unary":
        return part.operator === "not"
          ? `(NOT ${compile(part.operand)})`
          : `(${part.operator}${compile(part.operand)})`;
      case "binary":
        return binary(part.operator, compile(part.left), compile(part.right));
      case "in":
        return membership(compile(part.item), part.list.map(compile));
      case "call":
        return call(part, part.function, part.arguments.map(compile));
    }
  };
  return compile(expression);
}

function binary(operator: BinaryOperator, a: Sql, b: Sql): Sql {
  switch (operator) {
    case "and":
      return `(${a} AND ${b})`;
    case "or":
      return `(${a} OR ${b})`;
    case "==":
      return `(${a} = ${b})`;
    case "!=":
      return `(${a} <> ${b})`;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `(${a} ${operator} ${b})`;
    case "/":
      return finite(`${a} / nullif(${b}, 0)`);
    case "%":
      return remainder(a, b);
    case "**":
      return finite(`pow(${a}, ${b})`);
    case "+":
    case "-":
    case "*":
      return finite(`${a} ${operator} ${b}`);
  }
}

/** What has no finite value is null. */
function finite(sql: Sql): Sql {
  return apply("x", sql, (x) => `CASE WHEN isfinite(${x}) THEN ${x} END`);
}

function remainder(a: Sql, b: Sql): Sql {
  return apply("b", `nullif(${b}, 0)`, (divisor) =>
    apply(
      "r",
      finite(`${a} % ${divisor}`),
      (r) => `CASE WHEN ${r} <> 0 AND (${r} < 0) <> (${divisor} < 0) THEN ${r} + ${divisor} ELSE ${r} END`,
    ),
  );
}

/** Longer than this, an expression that is used twice is bound to a name; DuckDB is faster without. */
const longestCopy = 300;

/** `body` of the expression, whose text is copied only while it is short: nested copies would grow without end. */
function apply(name: string, sql: Sql, body: (value: Sql) => Sql): Sql {
  if (sql.length <= longestCopy) return `(${body(`(${sql})`)})`;
  return `(list_transform([${sql}], lambda ${name}: ${body(name)})[1])`;
}

function membership(item: Sql, list: readonly Sql[]): Sql {
  if (list.length === 0) return `(CASE WHEN ${item} IS NOT NULL THEN false END)`;
  return `(${item} IN (${list.join(", ")}))`;
}

function call(whole: Expression, name: string, given: readonly Sql[]): Sql {
  const [x = "NULL"] = given;
  switch (name) {
    case "is_null":
      return `(${x} IS NULL)`;
    case "coalesce":
      return `coalesce(${given.join(", ")})`;
    case "abs":
    case "round":
    case "floor":
      return `${name}(${x})`;
    case "ceil":
      return `ceil(${x})`;
    case "log":
      return apply("x", x, (value) => `ln(CASE WHEN ${value} > 0 THEN ${value} END)`);
    case "sqrt":
      return apply("x", x, (value) => `sqrt(CASE WHEN ${value} >= 0 THEN ${value} END)`);
    case "exp":
      return finite(`exp(${x})`);
    case "min":
    case "max": {
      const choose = name === "min" ? "list_min" : "list_max";
      // DuckDB's own functions pass over nulls.
      return apply(
        "l",
        `[${given.join(", ")}]`,
        (l) => `CASE WHEN len(${l}) = list_count(${l}) THEN ${choose}(${l}) END`,
      );
    }
    default:
      throw new MlopsError("EXPRESSION_NAME_UNKNOWN", `"${name}" in \`${printExpression(whole)}\` has no form in SQL.`);
  }
}
