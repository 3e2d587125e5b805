import { FORBIDDEN } from "./plain-label.ts";

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as content or as a quoted attribute of HTML and SVG. Characters that markup forbids become U+FFFD. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(FORBIDDEN, "\u{fffd}")
    .replaceAll(/[&<>"']/gu, (character) => references[character] ?? "");
}
