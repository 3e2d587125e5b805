import { MlopsError } from "@mlops/core";

import {
  type BinaryOperator,
  type Expression,
  type ExpressionSource,
  partsOf,
  type Span,
  type UnaryOperator,
} from "./expression.ts";
import { expressionError, type ExpressionErrorCode } from "./expression-error.ts";
import { functionNamed, functionNames } from "./functions.ts";
import { MAXIMUM_DEPTH, MAXIMUM_LENGTH } from "./limits.ts";
import { assertName, isKeyword } from "./names.ts";
import { nameHint } from "./nearest-name.ts";
import { binaryLevel, isBinaryOperator, level } from "./precedence.ts";
import { type Token, tokensOf } from "./tokens.ts";

export interface ParseOptions {
  /** What the text belongs to, shown in messages: `recipes/gate.yaml:12`. */
  readonly origin?: string;
}

const spellings: Readonly<Record<string, string>> = { "&&": "and", "||": "or", "!": "not" };

/**
 * Reads an expression. Operators from loose to tight: `or`, `and`, `not`, comparisons and `in`, `+ -`, `* / %`, signs,
 * `**` (to the right); `!` binds as a sign does. What names mean is not looked at here: see `checkExpression`.
 *
 * @throws MlopsError EXPRESSION_SYNTAX, EXPRESSION_TOO_LARGE, EXPRESSION_NAME_UNKNOWN for a function or a name that no
 *   expression may use; with line, column and a caret.
 */
export function parseExpression(text: string, options: ParseOptions = {}): ExpressionSource {
  if (text.length > MAXIMUM_LENGTH) {
    const message = `An expression may have ${MAXIMUM_LENGTH} characters, this one has ${text.length}.`;
    throw new MlopsError("EXPRESSION_TOO_LARGE", message, { details: { length: text.length } });
  }
  const { origin } = options;
  const source = { text, ...(origin === undefined ? {} : { origin }) };
  const spans = new Map<Expression, Span>();
  const expression = parse(tokensOf(source), source, spans);
  return { ...source, expression, spans };
}

/** Pratt's top-down operator precedence: each operator knows how tightly it holds its right side. */
function parse(
  tokens: readonly Token[],
  source: { readonly text: string; readonly origin?: string },
  spans: Map<Expression, Span>,
): Expression {
  const depths = new Map<Expression, number>();
  const end: Token = tokens.at(-1) ?? { kind: "end", start: 0, end: 0 };
  let index = 0;
  let nesting = 0;

  const peek = (): Token => tokens[index] ?? end;
  const next = (): Token => tokens[index++] ?? end;
  const fail = (what: string, span: Span, hint?: string, code: ExpressionErrorCode = "EXPRESSION_SYNTAX") =>
    expressionError(code, what, source, span, hint);
  const assertDepth = (depth: number, span: Span): void => {
    if (depth > MAXIMUM_DEPTH) throw fail(`More than ${MAXIMUM_DEPTH} levels`, span, undefined, "EXPRESSION_TOO_LARGE");
  };
  const made = (expression: Expression, start: number): Expression => {
    const span = { start, end: tokens[index - 1]?.end ?? start };
    const depth = 1 + Math.max(0, ...partsOf(expression).map((part) => depths.get(part) ?? 0));
    assertDepth(depth, span);
    depths.set(expression, depth);
    spans.set(expression, span);
    return expression;
  };
  const textOf = (expression: Expression): string => {
    const span = spans.get(expression);
    return span === undefined ? "" : source.text.slice(span.start, span.end);
  };
  const isSymbol = (text: string): boolean => {
    const token = peek();
    return token.kind === "symbol" && token.text === text;
  };
  const expectSymbol = (text: string, open: Token): void => {
    if (isSymbol(text)) index++;
    else throw fail(`Expected "${text}"`, peek(), `It closes the bracket at character ${open.start + 1}.`);
  };

  const operand = (minimum: number): Expression => {
    const token = peek();
    assertDepth(++nesting, token);
    let left = prefix(next(), minimum);
    for (let operator = infix(); operator !== undefined; operator = infix()) {
      if (operatorLevel(operator.name) < minimum) break;
      index += operator.tokens;
      left = continued(left, operator, token);
    }
    nesting--;
    return left;
  };

  const continued = (left: Expression, { name }: Infix, first: Token): Expression => {
    if (name === "in" || name === "not in") {
      const list = members();
      const inside = made({ kind: "in", item: left, list }, first.start);
      refuseChain(inside);
      return name === "in" ? inside : made({ kind: "unary", operator: "not", operand: inside }, first.start);
    }
    const own = binaryLevel(name);
    const right = operand(name === "**" ? level.sign : own + 1);
    const whole = made({ kind: "binary", operator: name, left, right }, first.start);
    if (own === level.comparison) refuseChain(whole);
    return whole;
  };

  const refuseChain = (whole: Expression): void => {
    const operator = infix();
    if (operator === undefined || operatorLevel(operator.name) !== level.comparison) return;
    const hint =
      whole.kind === "binary"
        ? `Write \`${textOf(whole)} and ${textOf(whole.right)} ${operator.name} …\`, or brackets where one compares truths.`
        : `Write \`(${textOf(whole)}) ${operator.name} …\` where that is meant.`;
    throw fail("Two comparisons in a row", operator.at, hint);
  };

  const infix = (): Infix | undefined => {
    const token = peek();
    if (token.kind !== "symbol" && token.kind !== "word") return undefined;
    const name = spellings[token.text] ?? token.text;
    if (name === "in" || isBinaryOperator(name)) return { name, at: token, tokens: 1 };
    const following = tokens[index + 1];
    const isNotIn = token.text === "not" && following?.kind === "word" && following.text === "in";
    return isNotIn ? { name: "not in", at: { start: token.start, end: following.end }, tokens: 2 } : undefined;
  };

  const prefix = (token: Token, minimum: number): Expression => {
    if (token.kind === "number") return made({ kind: "number", value: token.value }, token.start);
    if (token.kind === "string") return made({ kind: "string", value: token.value }, token.start);
    if (token.kind === "word") return wordExpression(token, token.text, minimum);
    if (token.kind === "symbol") {
      if (token.text === "-" || token.text === "+") return signed(token.text, level.sign, token);
      if (token.text === "!") return signed("not", level.sign, token);
      if (token.text === "(") return bracketed(token);
      if (token.text === "[") throw fail("A list stands only after `in`", token);
    }
    const what = token.kind === "end" ? "The expression ends where a value should stand" : "Expected a value";
    throw fail(what, token);
  };

  const signed = (operator: UnaryOperator, minimum: number, token: Token): Expression =>
    made({ kind: "unary", operator, operand: operand(minimum) }, token.start);

  const bracketed = (open: Token): Expression => {
    const inside = operand(0);
    expectSymbol(")", open);
    spans.set(inside, { start: open.start, end: tokens[index - 1]?.end ?? open.end });
    return inside;
  };

  const wordExpression = (token: Token, word: string, minimum: number): Expression => {
    if (word === "true" || word === "false") return made({ kind: "boolean", value: word === "true" }, token.start);
    if (word === "null") return made({ kind: "null" }, token.start);
    if (word === "not") {
      if (minimum > level.not) throw fail("`not` needs brackets here", token, "Write `(not x)`.");
      return signed("not", level.not, token);
    }
    if (isKeyword(word)) throw fail(`Expected a value before "${word}"`, token);
    if (isSymbol("(")) return call(token, word);
    if (isSymbol("[")) throw fail("Lists are not indexed", peek(), "Names are joined by dots: `metrics.f1`.");
    assertName(word, token, source);
    return made({ kind: "name", name: word }, token.start);
  };

  const call = (token: Token, name: string): Expression => {
    if (functionNamed(name) === undefined) {
      throw fail(`There is no function "${name}"`, token, nameHint(name, functionNames), "EXPRESSION_NAME_UNKNOWN");
    }
    const open = next();
    return made({ kind: "call", function: name, arguments: separated(")", open) }, token.start);
  };

  const members = (): Expression[] => {
    const open = next();
    if (open.kind === "symbol" && open.text === "[") return separated("]", open);
    throw fail("Expected a list after `in`", open, 'Write it in square brackets: `x in ["a", "b"]`.');
  };

  const separated = (close: string, open: Token): Expression[] => {
    const items: Expression[] = [];
    if (!isSymbol(close)) {
      items.push(operand(0));
      while (isSymbol(",")) {
        index++;
        items.push(operand(0));
      }
    }
    expectSymbol(close, open);
    return items;
  };

  const whole = operand(0);
  const rest = peek();
  if (rest.kind !== "end") throw fail("Expected an operator or the end", rest, leftoverHint(rest));
  return whole;
}

interface Infix {
  readonly name: BinaryOperator | "in" | "not in";
  readonly at: Span;
  readonly tokens: number;
}

function operatorLevel(name: Infix["name"]): number {
  return name === "in" || name === "not in" ? level.comparison : binaryLevel(name);
}

function leftoverHint(token: Token): string | undefined {
  if (token.kind !== "word") return undefined;
  const lower = token.text.toLowerCase();
  return isKeyword(lower) && lower !== token.text ? `Write \`${lower}\` in small letters.` : undefined;
}
