import type { Span } from "./expression.ts";
import { expressionError } from "./expression-error.ts";

/** Parts of names by which JavaScript reaches an object's inside; no data may be called so. */
const reserved = new Set(["constructor", "prototype", "__proto__"]);

/** @throws MlopsError EXPRESSION_NAME_UNKNOWN where a part of the name may not be used in any expression. */
export function assertName(
  name: string,
  span: Span,
  source: { readonly text: string; readonly origin?: string },
): void {
  const part = name.split(".").find(isReserved);
  if (part === undefined) return;
  const hint = "Parts of names may not begin with two underscores, nor be `constructor` or `prototype`.";
  throw expressionError("EXPRESSION_NAME_UNKNOWN", `"${part}" cannot be used in a name`, source, span, hint);
}

export function isReserved(part: string): boolean {
  return part.startsWith("__") || reserved.has(part);
}

const namePattern = /^[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*)*$/u;

/** Whether a text is a name that the parser gives back as one. */
export function isName(text: string): boolean {
  return namePattern.test(text) && !text.split(".").some(isReserved) && !isKeyword(text);
}

const keywords = new Set(["and", "or", "not", "in", "true", "false", "null"]);

export function isKeyword(word: string): boolean {
  return keywords.has(word);
}
