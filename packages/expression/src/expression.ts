/**
 * An expression as plain JSON: it can be stored, compared and digested, and says nothing about blanks, brackets or
 * spelling (`!`, `not`), which `printExpression` chooses anew.
 */
export type Expression =
  /** Finite and not negative: a sign is an operator. */
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  /** With its dots: `metrics.f1`. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "unary"; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "in"; readonly item: Expression; readonly list: readonly Expression[] }
  | { readonly kind: "call"; readonly function: string; readonly arguments: readonly Expression[] };

export type UnaryOperator = "-" | "+" | "not";
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "**";
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type BinaryOperator = ArithmeticOperator | ComparisonOperator | "and" | "or";

/** What a name may hold and an expression may give. Numbers are finite and never −0. */
export type Scalar = number | string | boolean | null;
export type ScalarType = "number" | "string" | "boolean" | "null";

/** Where a part of an expression stands in its text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An expression with the text that it was read from or printed to. */
export interface ExpressionSource {
  readonly text: string;
  readonly expression: Expression;
  /** By the identity of each part. */
  readonly spans: ReadonlyMap<Expression, Span>;
  /** What the text belongs to, for messages: `recipes/gate.yaml:12`. */
  readonly origin?: string;
}

/** The parts directly below, in the order of the text. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "in":
      return [expression.item, ...expression.list];
    case "call":
      return expression.arguments;
    case "number":
    case "string":
    case "boolean":
    case "null":
    case "name":
      return [];
  }
}
