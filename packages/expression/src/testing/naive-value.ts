import type { Expression, Scalar } from "../expression.ts";
import type { ExpressionValues } from "../value-of.ts";

/**
 * The oracle: a literal reading of the rules, with NaN for every number that is not known and tables for the three-valued
 * logic.
 */
export function naiveValue(expression: Expression, values: ExpressionValues): Scalar {
  const result = evaluate(expression, values);
  if (typeof result !== "number") return result;
  return Number.isFinite(result) ? (result === 0 ? 0 : result) : null;
}

type Naive = number | string | boolean | null;

function evaluate(part: Expression, values: ExpressionValues): Naive {
  const value = (of: Expression): Naive => naiveValue(of, values);
  const number = (of: Expression): number => {
    const found = value(of);
    return typeof found === "number" ? found : Number.NaN;
  };
  switch (part.kind) {
    case "number":
    case "string":
    case "boolean":
      return part.value;
    case "null":
      return null;
    case "name":
      return part.name.split(".").reduce((at, key) => (at as never)[key], values as never);
    case "unary":
      if (part.operator === "not") return { true: false, false: true, null: null }[String(value(part.operand))] ?? null;
      return part.operator === "-" ? -1 * number(part.operand) : number(part.operand);
    case "in": {
      const item = value(part.item);
      const list = part.list.map(value);
      if (item === null) return null;
      return list.includes(item) || (list.includes(null) ? null : false);
    }
    case "call": {
      const given = part.arguments.map(value);
      if (part.function === "is_null") return given[0] === null;
      if (part.function === "coalesce") return given.find((each) => each !== null) ?? null;
      if (given.includes(null)) return null;
      if (part.function === "round") {
        const x = Number(given[0]);
        return Math.abs(x % 1) === 0.5 ? x + Math.sign(x) * 0.5 : Math.round(x);
      }
      const [x = 0, ...rest] = given.map(Number);
      if (part.function === "log" && x === 0) return null;
      return Math[part.function as "min"](x, ...rest);
    }
    case "binary":
      break;
  }
  const [left, right] = [value(part.left), value(part.right)];
  if (part.operator === "and")
    return left === false || right === false ? false : left === null || right === null ? null : true;
  if (part.operator === "or")
    return left === true || right === true ? true : left === null || right === null ? null : false;
  if (left === null || right === null) return null;
  const [a, b] = [number(part.left), number(part.right)];
  switch (part.operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "**":
      return Math.pow(a, b);
    case "%":
      return Math.sign(a % b) * Math.sign(b) < 0 ? (a % b) + b : a % b;
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}
