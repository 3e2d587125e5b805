import { type ErrorCode, MlopsError } from "@mlops/core";

import type { Span } from "./expression.ts";

export type ExpressionErrorCode = Extract<ErrorCode, `EXPRESSION_${string}`>;

/** Columns of the line shown around a place. */
const SHOWN = 100;

/**
 * An error that shows the line of the text with a caret under the place. Lines and columns count from 1, columns in
 * characters.
 */
export function expressionError(
  code: ExpressionErrorCode,
  what: string,
  { text, origin }: { readonly text: string; readonly origin?: string },
  span: Span,
  hint?: string,
): MlopsError {
  const before = text.slice(0, span.start);
  const line = before.split("\n").length;
  const lineStart = before.lastIndexOf("\n") + 1;
  const column = characters(text.slice(lineStart, span.start)) + 1;
  const where = `${origin === undefined ? "" : `${origin}, `}line ${line}, column ${column}`;
  return new MlopsError(code, `${what} (${where})\n${excerpt(text, lineStart, span)}`, {
    ...(hint === undefined ? {} : { hint }),
    details: { text: text.slice(0, 4096), line, column, start: span.start, end: span.end, ...(origin && { origin }) },
  });
}

/** The line, cut where it is long, and carets under the span. */
function excerpt(text: string, lineStart: number, span: Span): string {
  const newline = text.indexOf("\n", lineStart);
  const lineEnd = newline === -1 ? text.length : newline;
  const from = Math.max(lineStart, span.start - SHOWN / 2);
  const to = Math.min(lineEnd, from + SHOWN);
  const lead = from > lineStart ? "…" : "";
  const shown = `${lead}${text.slice(from, to)}${to < lineEnd ? "…" : ""}`.replaceAll(/\p{Cc}/gu, " ");
  const indent = characters(lead + text.slice(from, span.start));
  const width = characters(text.slice(span.start, Math.min(span.end, to)));
  return `  ${shown}\n  ${" ".repeat(indent)}${"^".repeat(Math.max(1, width))}`;
}

function characters(text: string): number {
  return Array.from(text).length;
}
