import { formatInstant } from "@mlops/core";

import { escapeMarkup } from "../chart/escape.ts";
import { type NumberFormat, numberText } from "../chart/number-text.ts";
import { sparkline } from "../charts/sparkline.ts";
import type { Value } from "./report.ts";

/** Characters of one value; longer ones are cut, and the cut is said. */
const LONGEST = 400;

/** A value as HTML. Numbers stand in a `data` element with their exact value, which a pointer shows. */
export function renderValue(value: Value, format: NumberFormat = "number"): string {
  if (value === null) return '<span class="absent">–</span>';
  if (typeof value === "number") return renderNumber(value, format);
  if (typeof value === "string") return escapeMarkup(cut(value));
  if (typeof value === "boolean") return value ? "yes" : "no";
  return renderObject(value, format);
}

function renderObject(value: Extract<Value, object>, format: NumberFormat): string {
  if ("absent" in value) return `<span class="absent">– ${escapeMarkup(cut(value.absent))}</span>`;
  if ("lower" in value) return `${renderNumber(value.lower, format)} – ${renderNumber(value.upper, format)}`;
  if ("instant" in value) return renderInstant(value.instant);
  if ("code" in value) return `<code>${escapeMarkup(cut(value.code))}</code>`;
  return sparkline(value.sparkline, value.label);
}

function renderNumber(value: number, format: NumberFormat): string {
  if (!Number.isFinite(value)) return `<span class="absent">– not finite</span>`;
  const text = numberText(value, format);
  const exact = String(value);
  const title = text === exact ? "" : ` title="${exact}"`;
  return `<data value="${exact}"${title}>${text}</data>`;
}

function renderInstant(instant: number): string {
  const text = formatInstant(instant);
  return `<time datetime="${text}">${text.replace("T", " ").replace("Z", " UTC")}</time>`;
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST).toWellFormed()}… (${text.length} characters)`;
}

/** Whether a cell is set to the right, so that digits stand under each other. */
export function isNumeric(value: Value): boolean {
  return typeof value === "number" || (typeof value === "object" && value !== null && "lower" in value);
}
