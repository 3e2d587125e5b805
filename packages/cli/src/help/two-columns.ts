import { displayWidth } from "../render/display-width.ts";
import type { Style } from "../render/style.ts";

const INDENT = 2;
const WIDEST_LEFT = 38;

/** Indented pairs: the right side is wrapped at words; a long left side gets a line of its own. */
export function twoColumns(rows: readonly (readonly [string, string])[], style: Style): string {
  const left = Math.min(WIDEST_LEFT, Math.max(...rows.map(([name]) => displayWidth(name))));
  const start = INDENT + left + 2;
  const room = Math.max(24, Math.min(120, style.width) - start);
  return rows
    .flatMap(([name, text]) => {
      const [first = "", ...more] = wrapWords(text, room);
      const continued = more.map((line) => " ".repeat(start) + line);
      const head = `${" ".repeat(INDENT)}${style.cyan(name)}`;
      return displayWidth(name) > left
        ? [head, " ".repeat(start) + first, ...continued]
        : [`${head}${" ".repeat(left + 2 - displayWidth(name))}${first}`, ...continued];
    })
    .join("\n");
}

function wrapWords(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
