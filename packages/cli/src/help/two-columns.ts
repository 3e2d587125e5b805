import { displayWidth } from "../render/display-width.ts";
import type { Style } from "../render/style.ts";
import { wrapText } from "../render/wrap-text.ts";

const INDENT = 2;
const WIDEST_LEFT = 38;

/** Indented pairs: the right side is wrapped at words; a long left side gets a line of its own. */
export function twoColumns(rows: readonly (readonly [string, string])[], style: Style): string {
  const width = Math.min(120, style.width);
  const widest = Math.min(WIDEST_LEFT, Math.floor(width / 2) - INDENT);
  const left = Math.min(widest, Math.max(...rows.map(([name]) => displayWidth(name))));
  const start = INDENT + left + 2;
  return rows
    .flatMap(([name, text]) => {
      const [first = "", ...more] = wrapText(text, width - start, { breakWords: false });
      const continued = more.map((line) => " ".repeat(start) + line);
      const head = `${" ".repeat(INDENT)}${style.cyan(name)}`;
      return displayWidth(name) > left
        ? [head, " ".repeat(start) + first, ...continued]
        : [`${head}${" ".repeat(left + 2 - displayWidth(name))}${first}`, ...continued];
    })
    .join("\n");
}
