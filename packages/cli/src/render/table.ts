import { displayWidth } from "./display-width.ts";
import { hanging } from "./hanging.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap-text.ts";

const GAP = 2;
/** Columns get no narrower than the first while that is enough, and never narrower than the second. */
const NARROW = 8;
const NARROWEST = 4;
/** A last column of sentences moves under its row before it gets narrower than this. */
const READABLE = 24;

type Cell = string | number | null | undefined;

/**
 * Rows under headings, without lines, for people and for `awk`. Elsewhere than on a terminal nothing is wrapped. On a
 * terminal that is too narrow, columns are wrapped at words, the widest first; where words would have to be cut, the last
 * columns move under their row; only then are words cut.
 */
export function renderTable(headings: readonly string[], rows: readonly (readonly Cell[])[], style: Style): string {
  const lines = [
    headings.map((heading) => style.bold(heading)),
    ...rows.map((row) => headings.map((_, column) => cellText(row[column]))),
  ];
  const widths = fit(lines, style.width, (cells, column) =>
    column === headings.length - 1 ? readableWidth(cells) : longestWord(cells),
  );
  if (widths !== undefined) return lines.map((cells) => renderRow(cells, widths)).join("\n");

  for (let beside = headings.length - 1; beside >= 2; beside--) {
    const leadingWidths = fit(
      lines.map((cells) => cells.slice(0, beside)),
      style.width,
      longestWord,
    );
    if (leadingWidths !== undefined) return lines.flatMap((cells) => folded(cells, leadingWidths, style)).join("\n");
  }
  const cut = fit(lines, style.width, () => NARROW) ?? fit(lines, style.width, () => NARROWEST);
  return lines.map((cells) => renderRow(cells, cut ?? headings.map(() => NARROWEST))).join("\n");
}

/** The cells that have a width side by side, the others indented under them. */
function folded(cells: readonly string[], widths: readonly number[], style: Style): string[] {
  const rest = cells.slice(widths.length).join(" ".repeat(GAP));
  const under = wrapText(rest, style.width - GAP, { breakWords: true }).map((line) => " ".repeat(GAP) + line);
  return [renderRow(cells.slice(0, widths.length), widths), ...under.filter((line) => line.trim() !== "")];
}

/** `key  value` lines with the keys aligned; on a terminal, values are wrapped at words under themselves. */
export function renderFields(fields: readonly (readonly [string, Cell | boolean])[], style: Style): string {
  const width = Math.max(0, ...fields.map(([key]) => displayWidth(key)));
  return fields
    .map(([key, value]) => {
      const padding = " ".repeat(width - displayWidth(key));
      const text = cellText(typeof value === "boolean" ? String(value) : value);
      return hanging(`${style.dim(key)}${padding}  `, text, style);
    })
    .join("\n");
}

/** The cells side by side, each wrapped to its column. */
function renderRow(cells: readonly string[], widths: readonly number[]): string {
  const wrapped = cells.map((cell, column) => wrapText(cell, widths[column] ?? 0, { breakWords: true }));
  const height = Math.max(1, ...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, column) => padded(lines[line] ?? "", widths[column] ?? 0))
      .join(" ".repeat(GAP))
      .trimEnd(),
  ).join("\n");
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

function cellText(value: Cell): string {
  if (value === null || value === undefined) return "–";
  return String(value).replaceAll("\t", " ");
}

/**
 * The widths at which the lines fit into `width`: the natural ones, taken from the widest column until they do; undefined
 * where a column would get narrower than its `least`.
 */
function fit(
  lines: readonly (readonly string[])[],
  width: number,
  least: (cells: readonly string[], column: number) => number,
): readonly number[] | undefined {
  const columns = (lines[0] ?? []).map((_, column) => lines.map((cells) => cells[column] ?? ""));
  const widths = columns.map((cells) => Math.max(0, ...cells.map(displayWidth)));
  const floors = columns.map(least);
  let excess = widths.reduce((sum, next) => sum + next, 0) + GAP * (widths.length - 1) - width;
  for (; excess > 0; excess--) {
    const shrinkable = widths.map((each, column) => (each > (floors[column] ?? 0) ? each : 0));
    const widest = Math.max(...shrinkable);
    if (widest === 0) return undefined;
    widths[shrinkable.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function longestWord(cells: readonly string[]): number {
  return Math.max(NARROW, ...cells.flatMap((cell) => cell.split(/[ \n]/).map(displayWidth)));
}

function readableWidth(cells: readonly string[]): number {
  return Math.max(longestWord(cells), Math.min(READABLE, Math.max(...cells.map(displayWidth))));
}
