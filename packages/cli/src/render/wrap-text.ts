import { displayWidth } from "./display-width.ts";

export interface WrapOptions {
  /** Whether a word wider than a line is cut; in prose it stays whole, so that a path or command can still be copied. */
  readonly breakWords: boolean;
}

/**
 * Text as lines of at most `width` columns, broken at spaces. A colour that reaches over a break is closed before it and
 * opened again behind it, so that lines can stand beside others.
 *
 * @param width at least 2, the columns of one wide character; Infinity breaks at line ends only
 */
export function wrapText(text: string, width: number, { breakWords }: WrapOptions): string[] {
  const paragraphs = text.split("\n");
  if (width === Number.POSITIVE_INFINITY) return paragraphs;
  return balanced(paragraphs.flatMap((paragraph) => wrapParagraph(paragraph, width, breakWords)));
}

function wrapParagraph(paragraph: string, width: number, breakWords: boolean): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [, space = "", word = ""] of paragraph.matchAll(/( *)([^ ]+)/g)) {
    const fits = displayWidth(line) + space.length + displayWidth(word) <= width;
    if (fits) {
      line += space + word;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = breakWords ? cut(word, width) : [word];
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

/** A word in pieces of at most `width` columns; escape sequences stay whole. */
function cut(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  for (const [unit] of word.matchAll(/\u001B\[[0-9;]*m|./gsu)) {
    if (displayWidth(piece) + displayWidth(unit) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += unit;
  }
  return [...pieces, piece];
}

function balanced(lines: readonly string[]): string[] {
  let open: readonly string[] = [];
  return lines.map((line) => {
    const begin = open.join("");
    open = stylesAfter(line, open);
    return `${begin}${line}${open.length > 0 ? "\u001B[0m" : ""}`;
  });
}

/** The sequences that are still in effect behind the line. */
function stylesAfter(line: string, before: readonly string[]): readonly string[] {
  let open = before;
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  for (const [sequence, code] of line.matchAll(/\u001B\[([0-9;]*)m/g)) {
    if (code === "0" || code === "") open = [];
    else if (code === "22") open = open.filter((each) => !/\[[12]m/.test(each));
    else if (code === "39") open = open.filter((each) => !/\[[39]\dm/.test(each));
    else open = [...open, sequence];
  }
  return open;
}
