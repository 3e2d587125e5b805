import type { Expression, ExpressionSource, Span } from "./expression.ts";
import { binaryLevel, level, levelOf } from "./precedence.ts";

/**
 * An expression as text, with the fewest brackets: parsing it gives an equal expression, and printing that the same text.
 */
export function printExpression(expression: Expression): string {
  return printedSource(expression).text;
}

/** The text together with the place of each part, for messages about expressions that were stored without their text. */
export function printedSource(expression: Expression): ExpressionSource {
  const spans = new Map<Expression, Span>();
  const pieces: string[] = [];
  let length = 0;
  const write = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  const list = (items: readonly Expression[]): void => {
    items.forEach((item, index) => {
      if (index > 0) write(", ");
      print(item, 0);
    });
  };
  const membership = (inside: Expression & { kind: "in" }, operator: string): void => {
    print(inside.item, level.comparison + 1);
    write(` ${operator} [`);
    list(inside.list);
    write("]");
  };
  const bare = (part: Expression): void => {
    switch (part.kind) {
      case "number":
      case "boolean":
        return write(String(part.value));
      case "string":
        return write(JSON.stringify(part.value));
      case "null":
        return write("null");
      case "name":
        return write(part.name);
      case "in":
        return membership(part, "in");
      case "call":
        write(`${part.function}(`);
        list(part.arguments);
        return write(")");
      case "unary":
        if (part.operator === "not" && part.operand.kind === "in") return membership(part.operand, "not in");
        write(part.operator === "not" ? "not " : part.operator);
        return print(part.operand, levelOf(part));
      case "binary": {
        const own = binaryLevel(part.operator);
        const [left, right] = sideLevels(own);
        print(part.left, left);
        write(` ${part.operator} `);
        return print(part.right, right);
      }
    }
  };
  const print = (part: Expression, minimum: number): void => {
    const start = length;
    const bracketed = levelOf(part) < minimum;
    if (bracketed) write("(");
    bare(part);
    if (bracketed) write(")");
    spans.set(part, { start, end: length });
  };
  print(expression, 0);
  return { text: pieces.join(""), expression, spans };
}

/** Powers group to the right and take a sign there, comparisons do not group, the others group to the left. */
function sideLevels(own: number): readonly [number, number] {
  if (own === level.power) return [level.primary, level.sign];
  return [own === level.comparison ? own + 1 : own, own + 1];
}
