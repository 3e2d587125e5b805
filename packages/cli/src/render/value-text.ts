/** Any plain value on one line: text as it is, the rest as JSON, nothing as a dash. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}
