/** Longest label of an axis or legend, in columns of a terminal (a Korean syllable counts two). */
const LONGEST = 24;

/**
 * A text as a chart or document may show it: characters that are not allowed in markup, or that would reorder the text
 * around them, become U+FFFD; line breaks and tabs become spaces.
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\t\n\r\u2028\u2029]+/gu, " ")
    .replaceAll(FORBIDDEN, "\u{fffd}");
}

/** Controls, marks of direction, non-characters. */
export const FORBIDDEN = /(?![\t\n\r])\p{Control}|[\u202a-\u202e\u2066-\u2069]|\p{Noncharacter_Code_Point}/gu;

/** A plain text cut to what an axis has room for. */
export function plainLabel(text: string, longest = LONGEST): string {
  const plain = plainText(text).trim();
  if (textWidth(plain) <= longest) return plain === "" ? "(empty)" : plain;
  let [kept, width] = ["", 1];
  for (const { segment } of graphemes.segment(plain)) {
    width += textWidth(segment);
    if (width > longest) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Labels that stay distinct after cutting: the second of two equal ones gets its number. */
export function plainLabels(texts: readonly string[], longest = LONGEST): string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const label = plainLabel(text, longest);
    let distinct = label;
    for (let number = 2; taken.has(distinct); number++) distinct = `${label} (${number})`;
    taken.add(distinct);
    return distinct;
  });
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Width in columns: wide scripts count two, marks that combine none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

const WIDE =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u;
