import { displayWidth } from "./display-width.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./wrap-text.ts";

/** Prose is not squeezed further beside a long lead; the terminal breaks it instead. */
const LEAST_ROOM = 20;

/** `lead` and then the text, wrapped at words to the terminal's width, its further lines under its first. */
export function hanging(lead: string, text: string, style: Style): string {
  const indent = displayWidth(lead);
  const room = Math.max(LEAST_ROOM, style.width - indent);
  return lead + wrapText(text, room, { breakWords: false }).join(`\n${" ".repeat(indent)}`);
}
