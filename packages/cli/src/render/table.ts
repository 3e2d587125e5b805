import Table from "cli-table3";

import { displayWidth } from "./display-width.ts";
import type { Style } from "./style.ts";

const GAP = 2;
const NARROWEST = 8;

/**
 * Rows under headings, without lines, for people and for `awk`. On a terminal the widest columns are narrowed until
 * the table fits, and their cells are wrapped; elsewhere nothing is cut.
 */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
  style: Style,
): string {
  const cells = rows.map((row) => headings.map((_, column) => cellText(row[column])));
  const natural = headings.map((heading, column) =>
    Math.max(displayWidth(heading), ...cells.map((row) => displayWidth(row[column] ?? ""))),
  );
  const widths = fit(natural, style.width);
  const none = "";
  const table = new Table({
    chars: {
      top: none,
      "top-mid": none,
      "top-left": none,
      "top-right": none,
      bottom: none,
      "bottom-mid": none,
      "bottom-left": none,
      "bottom-right": none,
      left: none,
      "left-mid": none,
      mid: none,
      "mid-mid": none,
      right: none,
      "right-mid": none,
      middle: none,
    },
    style: { head: [], border: [], "padding-left": 0, "padding-right": GAP },
    colWidths: widths.map((width) => width + GAP),
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  table.push(
    headings.map((heading) => style.bold(heading)),
    ...cells,
  );
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** `key  value` lines with the keys aligned. */
export function renderFields(
  fields: readonly (readonly [string, string | number | boolean | null | undefined])[],
  style: Style,
): string {
  const width = Math.max(0, ...fields.map(([key]) => displayWidth(key)));
  return fields
    .map(([key, value]) => {
      const padding = " ".repeat(width - displayWidth(key));
      return `${style.dim(key)}${padding}  ${cellText(typeof value === "boolean" ? String(value) : value)}`;
    })
    .join("\n");
}

function cellText(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return String(value).replaceAll("\t", " ");
}

/** Takes one column at a time from the widest until the sum fits; no column gets narrower than 8. */
function fit(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const available = width - GAP * widths.length;
  let total = widths.reduce((sum, next) => sum + next, 0);
  while (total > available) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)] = widest - 1;
    total--;
  }
  return widths;
}
