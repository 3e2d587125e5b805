import { MlopsError } from "@mlops/core";

import { countText } from "../chart/count-text.ts";
import { escapeMarkup } from "../chart/escape.ts";
import { isNumeric, renderValue } from "./render-value.ts";
import type { Block, ChartBlock, CodeBlock, FactsBlock, NoteBlock, TableBlock, TextBlock } from "./report.ts";

const ROWS = 100;
/** Columns of one table; the rest are counted. */
const COLUMNS = 40;
const FACTS = 200;
/** Characters of a text or of a piece of code. */
const CHARACTERS = 50_000;

/** @throws MlopsError REPORT_DATA_INVALID for a row that is not as long as there are columns. */
export function renderBlock(block: Block): string {
  switch (block.kind) {
    case "text":
      return renderText(block);
    case "facts":
      return renderFacts(block);
    case "table":
      return renderTable(block);
    case "chart":
      return renderChart(block);
    case "note":
      return renderNote(block);
    case "code":
      return renderCode(block);
  }
}

function renderText({ text }: TextBlock): string {
  const paragraphs = cut(text).split(/\n\s*\n/u);
  return paragraphs.map((paragraph) => `<p>${escapeMarkup(paragraph.trim())}</p>`).join("\n");
}

function renderFacts({ title, facts }: FactsBlock): string {
  if (facts.length === 0) return "";
  const heading = title === undefined ? "" : `<h3>${escapeMarkup(title)}</h3>`;
  const shown = facts
    .slice(0, FACTS)
    .map(
      ({ name, value, format }) => `<div><dt>${escapeMarkup(name)}</dt><dd>${renderValue(value, format)}</dd></div>`,
    );
  return `${heading}<dl class="facts">${shown.join("")}</dl>${leftOut(facts.length - FACTS, "fact", "facts")}`;
}

function renderTable(table: TableBlock): string {
  const { caption, columns, rows, maximumRows = ROWS, folded = false } = table;
  assertRows(table);
  const shownColumns = columns.slice(0, COLUMNS);
  const shownRows = rows.slice(0, maximumRows);
  const numeric = shownColumns.map((_, at) => shownRows.some((row) => isNumeric(row[at] ?? null)));
  const side = (at: number): string => (numeric[at] === true ? ' class="number"' : "");
  const head = shownColumns.map(({ name }, at) => `<th scope="col"${side(at)}>${escapeMarkup(name)}</th>`).join("");
  const body = shownRows.map((row) => {
    const cells = shownColumns.map(({ format }, at) => `<td${side(at)}>${renderValue(row[at] ?? null, format)}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  const label = escapeMarkup(caption);
  const name = folded ? ` aria-label="${label}"` : "";
  const heading = folded ? "" : `<caption>${label}</caption>`;
  const grid =
    `<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table${name}>${heading}` +
    `<thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>` +
    leftOut(rows.length - shownRows.length, "row", "rows") +
    leftOut(columns.length - shownColumns.length, "column", "columns");
  return folded
    ? fold(`${label} <span class="count">${countText(rows.length)} ${rows.length === 1 ? "row" : "rows"}</span>`, grid)
    : grid;
}

function assertRows({ caption, columns, rows }: TableBlock): void {
  const wrong = rows.findIndex((row) => row.length !== columns.length);
  if (wrong === -1) return;
  throw new MlopsError(
    "REPORT_DATA_INVALID",
    `Table "${caption}": row ${wrong} has ${rows[wrong]?.length ?? 0} values for ${columns.length} columns.`,
    { details: { caption, row: wrong, columns: columns.length } },
  );
}

function renderChart({ chart: { title, bounding, svg, wide } }: ChartBlock): string {
  const bounds = bounding === null ? "" : ` <span class="bounds">${escapeMarkup(bounding)}</span>`;
  return `<figure${wide ? ' class="wide"' : ""}><figcaption>${escapeMarkup(title)}${bounds}</figcaption><div class="scroll">${svg}</div></figure>`;
}

const noteNames: Readonly<Record<NoteBlock["level"], string>> = {
  info: "Note",
  warning: "Warning",
  problem: "Problem",
};

function renderNote({ level, text }: NoteBlock): string {
  return `<p class="note ${level}"><strong>${noteNames[level]}</strong> ${escapeMarkup(cut(text))}</p>`;
}

function renderCode({ title, text }: CodeBlock): string {
  return fold(escapeMarkup(title), `<pre><code>${escapeMarkup(cut(text))}</code></pre>`);
}

/** Both are markup. */
function fold(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>${content}</details>`;
}

function leftOut(count: number, one: string, many: string): string {
  return count <= 0 ? "" : `<p class="cut">${countText(count)} more ${count === 1 ? one : many} not shown.</p>`;
}

function cut(text: string): string {
  if (text.length <= CHARACTERS) return text;
  return `${text.slice(0, CHARACTERS).toWellFormed()}… (${countText(text.length)} characters in all)`;
}
