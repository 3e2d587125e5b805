import type { BinaryOperator, Expression } from "./expression.ts";

/** How tightly an expression holds together: a part of a lower level needs brackets. Levels as in Python. */
export const level = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  sign: 7,
  power: 8,
  primary: 9,
} as const;

const binaryLevels: Readonly<Record<BinaryOperator, number>> = {
  or: level.or,
  and: level.and,
  "==": level.comparison,
  "!=": level.comparison,
  "<": level.comparison,
  "<=": level.comparison,
  ">": level.comparison,
  ">=": level.comparison,
  "+": level.sum,
  "-": level.sum,
  "*": level.product,
  "/": level.product,
  "%": level.product,
  "**": level.power,
};

export function binaryLevel(operator: BinaryOperator): number {
  return binaryLevels[operator];
}

export function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(binaryLevels, text);
}

export function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case "binary":
      return binaryLevel(expression.operator);
    case "in":
      return level.comparison;
    case "unary":
      if (expression.operator !== "not") return level.sign;
      return expression.operand.kind === "in" ? level.comparison : level.not;
    case "number":
    case "string":
    case "boolean":
    case "null":
    case "name":
    case "call":
      return level.primary;
  }
}
