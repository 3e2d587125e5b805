import { MlopsError } from "@mlops/core";

import type { Expression } from "./expression.ts";
import { functionNamed } from "./functions.ts";
import { MAXIMUM_DEPTH } from "./limits.ts";
import { isName } from "./names.ts";
import { isBinaryOperator } from "./precedence.ts";

/**
 * An expression that was stored as JSON, made anew from what is known of it, so that nothing else comes along.
 *
 * @throws MlopsError EXPRESSION_SYNTAX with the path of the part that is none, EXPRESSION_TOO_LARGE
 */
export function readExpression(json: unknown): Expression {
  return read(json, "expression", 1);
}

function read(json: unknown, path: string, depth: number): Expression {
  if (depth > MAXIMUM_DEPTH) {
    throw new MlopsError("EXPRESSION_TOO_LARGE", `A stored expression has more than ${MAXIMUM_DEPTH} levels.`);
  }
  if (typeof json !== "object" || json === null) throw invalid(path, json);
  const part = json as Readonly<Record<string, unknown>>;
  const below = (key: string): Expression => read(part[key], `${path}.${key}`, depth + 1);
  const all = (key: string): Expression[] => {
    const list = part[key];
    if (!Array.isArray(list)) throw invalid(`${path}.${key}`, list);
    return list.map((entry, index) => read(entry, `${path}.${key}[${index}]`, depth + 1));
  };
  const { kind, value, operator, name, function: called } = part;
  switch (kind) {
    case "number":
      if (typeof value !== "number" || !Number.isFinite(value) || value < 0 || Object.is(value, -0)) break;
      return { kind, value };
    case "string":
      if (typeof value !== "string" || !value.isWellFormed()) break;
      return { kind, value };
    case "boolean":
      if (typeof value !== "boolean") break;
      return { kind, value };
    case "null":
      return { kind };
    case "name":
      if (typeof name !== "string" || !isName(name)) break;
      return { kind, name };
    case "unary":
      if (operator !== "-" && operator !== "+" && operator !== "not") break;
      return { kind, operator, operand: below("operand") };
    case "binary":
      if (typeof operator !== "string" || !isBinaryOperator(operator)) break;
      return { kind, operator, left: below("left"), right: below("right") };
    case "in":
      return { kind, item: below("item"), list: all("list") };
    case "call":
      if (typeof called !== "string" || functionNamed(called) === undefined) break;
      return { kind, function: called, arguments: all("arguments") };
  }
  throw invalid(path, json);
}

function invalid(path: string, value: unknown): MlopsError {
  const shown =
    typeof value === "object" && value !== null ? `a map of ${Object.keys(value).join(", ")}` : String(value);
  return new MlopsError("EXPRESSION_SYNTAX", `${path} is no part of an expression: ${shown.slice(0, 200)}.`, {
    hint: "Store what `parseExpression` gave, unchanged.",
    details: { path },
  });
}
