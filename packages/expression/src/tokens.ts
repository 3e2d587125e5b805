import type { Span } from "./expression.ts";
import { expressionError } from "./expression-error.ts";

export type Token = Span &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "string"; readonly value: string }
    /** A keyword or a name, dots included. */
    | { readonly kind: "word"; readonly text: string }
    | { readonly kind: "symbol"; readonly text: string }
    | { readonly kind: "end" }
  );

const blank = /\s+/y;
const numeral = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*)*/uy;
const symbol = /\*\*|==|!=|<=|>=|&&|\|\||[-+*/%<>!()[\],]/y;
/** Every alternative starts with another character, so that no text is tried twice. */
const quoted = /"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'/y;
const escape = /\\(?:u([0-9a-fA-F]{4})|(.))/gu;

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** What people write from habit in other languages. */
const foreign = /===|!==|<>|=>|=(?!=)|&(?!&)|\|(?!\|)|[\^?`]/y;

const foreignHints: Readonly<Record<string, string>> = {
  "===": "Write `==`.",
  "!==": "Write `!=`.",
  "<>": "Write `!=`.",
  "=>": "Write `>=`, or `<=` for the other way round.",
  "=": "Write `==` to compare.",
  "&": "Write `and` or `&&`.",
  "|": "Write `or` or `||`.",
  "^": "Write `**` for a power.",
  "?": "There is no conditional: write the condition itself, or `coalesce(a, b)` for a default.",
  "`": "Write text in single or double quotes.",
};

/**
 * The text in tokens, the last of which is its end.
 *
 * @throws MlopsError EXPRESSION_SYNTAX
 */
export function tokensOf(source: { readonly text: string; readonly origin?: string }): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let position = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0];
  };
  const fail = (what: string, length: number, hint?: string) =>
    expressionError("EXPRESSION_SYNTAX", what, source, { start: position, end: position + length }, hint);

  while (position < text.length) {
    const start = position;
    const space = match(blank);
    if (space !== undefined) {
      position += space.length;
      continue;
    }
    const sign = match(foreign);
    if (sign !== undefined) throw fail(`"${sign}" is no operator here`, sign.length, foreignHints[sign]);
    const found = match(numeral) ?? match(word) ?? match(quoted) ?? match(symbol);
    if (found === undefined) throw unreadable(text, start, fail);
    const end = start + found.length;
    const [first = ""] = found;
    if (/[\d.]/.test(first)) {
      const value = Number(found);
      if (!Number.isFinite(value)) throw fail(`${found} is too large for a number`, found.length);
      if (/[\p{L}\p{N}_.]/u.test(text.charAt(end))) {
        throw fail("A number runs into a name", found.length + 1, "A name starts with a letter.");
      }
      tokens.push({ kind: "number", value, start, end });
    } else if (first === '"' || first === "'") {
      tokens.push({ kind: "string", value: unescaped(found.slice(1, -1), fail), start, end });
    } else if (/[\p{L}_]/u.test(String.fromCodePoint(found.codePointAt(0) ?? 0))) {
      tokens.push({ kind: "word", text: found, start, end });
    } else tokens.push({ kind: "symbol", text: found, start, end });
    position = end;
  }
  tokens.push({ kind: "end", start: text.length, end: text.length });
  return tokens;
}

type Fail = (what: string, length: number, hint?: string) => Error;

function unreadable(text: string, start: number, fail: Fail): Error {
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  if (character === '"' || character === "'") return fail("A text is not closed", 1, `Close it by ${character}.`);
  if (character === ".") return fail('A stray "."', 1, "Dots stand between the parts of a name: `metrics.f1`.");
  return fail(`The character ${JSON.stringify(character)} has no meaning here`, character.length);
}

function unescaped(body: string, fail: Fail): string {
  const value = body.replaceAll(escape, (whole, code: string | undefined, sign: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    const known = sign === undefined ? undefined : escapes[sign];
    if (known !== undefined) return known;
    if (sign !== undefined && `"'\\/`.includes(sign)) return sign;
    throw fail(`${whole} is no escape`, body.length + 2, "Write a backslash as two of them.");
  });
  if (!value.isWellFormed()) throw fail("A text holds half of a surrogate pair", body.length + 2);
  return value;
}
