import { plainText } from "../chart/plain-label.ts";

/** A text in Markdown that shows as it is: no emphasis, link, table cell, heading or HTML begins in it. */
export function markdownText(text: string): string {
  return plainText(text)
    .trim()
    .replaceAll(/[\\`*_{}[\]<>#|~!&]/gu, (character) => `\\${character}`)
    .replaceAll(/^([-+]|\d+[.)])/gu, "\\$1")
    .replaceAll(/:\/\/|www\./gu, (start) => `${start.slice(0, 1)}\u200b${start.slice(1)}`);
}

/** A short text in fixed width. */
export function markdownCode(text: string): string {
  const plain = plainText(text).trim().replaceAll("|", "¦");
  const fence = "`".repeat(longestRun(plain) + 1);
  return plain.includes("`") ? `${fence} ${plain} ${fence}` : `${fence}${plain}${fence}`;
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/gu)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
}

/** A table of finished cells. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function markdownList(items: readonly string[]): string {
  return items.map((item) => `- ${markdownText(item)}`).join("\n");
}
