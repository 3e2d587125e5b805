import { MlopsError, sha256Hex } from "@mlops/core";

import type { Chart } from "../chart/chart.ts";
import { countText } from "../chart/count-text.ts";
import { escapeMarkup } from "../chart/escape.ts";
import { renderBlock } from "./render-block.ts";
import type { Block, Report, ReportStatus, Section } from "./report.ts";
import { style } from "./style.ts";

/** Bytes of a report: two million, so that it opens at once, goes into a mail, and can be kept for every run. */
const MAXIMUM_BYTES = 2_000_000;

export interface RenderOptions {
  /** UTF-8 bytes of the document. Default 2,000,000. */
  readonly maximumBytes?: number;
}

/**
 * A report as one HTML document that needs nothing else: no script, no image, no font, no request. Charts, tables and
 * pieces of code that would exceed the size are left out from the place where it is reached, and that is said in their
 * place. Equal reports give equal documents.
 *
 * @throws MlopsError REPORT_DATA_INVALID, REPORT_TOO_LARGE where texts and headings alone exceed the size
 */
export function renderReport(report: Report, { maximumBytes = MAXIMUM_BYTES }: RenderOptions = {}): string {
  const { title, subtitle, status, sections, language = "en" } = report;
  const name = escapeMarkup(title);
  const head = `<!doctype html>
<html lang="${escapeMarkup(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleDigest()}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${name}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div class="page">
<header>
<h1>${name}</h1>
${subtitle === undefined ? "" : `<p class="subtitle">${escapeMarkup(subtitle)}</p>\n`}${status === undefined ? "" : renderStatus(status)}</header>
${renderContents(sections)}
<main>
`;
  const foot = "</main>\n</div>\n</body>\n</html>\n";
  const budget = { left: maximumBytes - byteLength(head) - byteLength(foot) };
  const document = head + sections.map((section, at) => renderSection(section, at, budget)).join("") + foot;
  const bytes = byteLength(document);
  if (bytes <= maximumBytes) return document;
  throw new MlopsError(
    "REPORT_TOO_LARGE",
    `The report "${title}" would have ${countText(bytes)} bytes, ${countText(maximumBytes)} are allowed.`,
    { details: { bytes, maximumBytes, sections: sections.length } },
  );
}

function renderStatus({ status, reasons }: ReportStatus): string {
  const codes = reasons.map((reason) => `<li>${escapeMarkup(reason)}</li>`).join("");
  return `<ul class="status" aria-label="status"><li class="${status}">${status}</li>${codes}</ul>\n`;
}

function renderContents(sections: readonly Section[]): string {
  const entries = sections.map(({ heading }, at) => `<li><a href="#s${at + 1}">${escapeMarkup(heading)}</a></li>`);
  return `<nav aria-label="contents"><div><h2>Contents</h2><ol>${entries.join("")}</ol></div></nav>`;
}

/** What may still be written. */
interface Budget {
  left: number;
}

function renderSection({ heading, blocks }: Section, at: number, budget: Budget): string {
  const opening = `<section id="s${at + 1}">\n<h2>${escapeMarkup(heading)}</h2>\n`;
  const closing = "</section>\n";
  budget.left -= byteLength(opening) + byteLength(closing);
  const rows = groupCharts(blocks).map((group) => {
    const content = group.map((block) => fitting(block, budget)).join("\n");
    return group[0]?.kind === "chart" ? `<div class="charts">\n${content}\n</div>\n` : `${content}\n`;
  });
  return opening + rows.join("") + closing;
}

/** Neighbouring charts in one group, every other block alone. */
function groupCharts(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind === "chart" && last?.[0]?.kind === "chart") last.push(block);
    else groups.push([block]);
  }
  return groups;
}

/** Markup around a group of charts, and what is kept back for the notes on what is left out. */
const RESERVE = 4096;

function fitting(block: Block, budget: Budget): string {
  const markup = renderBlock(block);
  const bytes = byteLength(markup) + 32;
  const fixed = block.kind === "text" || block.kind === "note" || block.kind === "facts";
  if (fixed || bytes <= budget.left - RESERVE) {
    budget.left -= bytes;
    return markup;
  }
  const note = `<p class="cut">${escapeMarkup(nameOf(block))} is left out: it has ${countText(bytes)} bytes, which would exceed the size of a report.</p>`;
  budget.left -= byteLength(note) + 32;
  return note;
}

function nameOf(block: Exclude<Block, { kind: "text" | "note" | "facts" }>): string {
  if (block.kind === "chart") return chartName(block.chart);
  return block.kind === "table" ? `The table "${block.caption}"` : `"${block.title}"`;
}

function chartName({ title }: Chart): string {
  return `The chart "${title}"`;
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** Of the one style that the document may have, as its security policy names it. */
function styleDigest(): string {
  return btoa(sha256Hex(style).replaceAll(/../gu, (byte) => String.fromCharCode(Number.parseInt(byte, 16))));
}
