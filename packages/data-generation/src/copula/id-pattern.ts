import { MlopsError } from "@mlops/core";

const DIGITS = "0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = UPPER.toLowerCase();

/**
 * A pattern of identifiers: a digit stands for any digit, a letter for any letter of its case, a letter or digit behind a
 * backslash and all else for itself. Identifiers are counted through, so that they differ.
 */
export function idWriter(pattern: string, column: string): (number: number) => string {
  const places = [...pattern.matchAll(/\\(.)|([\s\S])/gu)].map(([, escaped, plain = ""]) =>
    escaped === undefined ? choicesOf(plain) : [escaped],
  );
  const capacity = places.reduce((product, choices) => product * choices.length, 1);
  return (number) => {
    if (number >= capacity) {
      throw new MlopsError(
        "SYNTHESIS_EXHAUSTED",
        `The pattern "${pattern}" of the column "${column}" has ${capacity} identifiers; more rows are wanted.`,
        { details: { column, pattern, capacity } },
      );
    }
    let left = number;
    let text = "";
    for (const choices of places.toReversed()) {
      text = (choices[left % choices.length] ?? "") + text;
      left = Math.floor(left / choices.length);
    }
    return text;
  };
}

/** The characters that may stand at a place. */
function choicesOf(character: string): readonly string[] {
  const kind = [DIGITS, UPPER, LOWER].find((characters) => characters.includes(character));
  return kind === undefined ? [character] : Array.from(kind);
}

/** Places at which all texts agree must do so in this many to be taken as fixed: fewer would give away a text itself. */
const FEWEST_TEXTS = 10;

/**
 * The pattern of texts of one length, by the kinds of characters at each place; for others, the column's name and a number.
 * It holds only characters that all texts share.
 */
export function patternOf(texts: readonly string[], column: string): string {
  const [first = ""] = texts;
  const numbered = `${escapeAll(column)}\\-00000000`;
  const usual = /^[\x20-\x7e]+$/;
  if (texts.length < FEWEST_TEXTS || !texts.every((text) => text.length === first.length && usual.test(text)))
    return numbered;
  let pattern = "";
  for (let place = 0; place < first.length; place += 1) {
    const seen = new Set(texts.map((text) => text[place] ?? ""));
    const [only = ""] = seen;
    if (seen.size === 1) pattern += `\\${only}`;
    else if ([...seen].every((each) => DIGITS.includes(each))) pattern += "0";
    else if ([...seen].every((each) => UPPER.includes(each))) pattern += "A";
    else if ([...seen].every((each) => LOWER.includes(each))) pattern += "a";
    else if ([...seen].every((each) => DIGITS.includes(each) || UPPER.includes(each))) pattern += "A";
    else if ([...seen].every((each) => DIGITS.includes(each) || LOWER.includes(each))) pattern += "0";
    else return numbered;
  }
  return pattern;
}

function escapeAll(text: string): string {
  return Array.from(text, (character) => `\\${character}`).join("");
}
