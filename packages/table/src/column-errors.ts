import { MlopsError } from "@mlops/core";

import { nearestName } from "./suggest.ts";

/** A table, or a file when `where` says so, has no column of this name: the message lists those that it has. */
export function unknownColumn(name: string, existing: readonly string[], where = "the table"): MlopsError {
  const near = nearestName(name, existing);
  const shown = existing.slice(0, 40).map((item) => `"${item}"`);
  const more = existing.length > shown.length ? `, and ${existing.length - shown.length} more` : "";
  const list = existing.length === 0 ? "There are no columns." : `Its columns are ${shown.join(", ")}${more}.`;
  return new MlopsError("TABLE_COLUMN_UNKNOWN", `There is no column "${name}" in ${where}. ${list}`, {
    hint: near === undefined ? "Use one of the columns that the message lists." : `Did you mean "${near}"?`,
    details: { column: name, columns: existing, ...(near === undefined ? {} : { suggestion: near }) },
  });
}

/** @throws MlopsError TABLE_COLUMN_DUPLICATE */
export function assertUniqueNames(names: readonly string[], where = "the table"): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw new MlopsError("TABLE_COLUMN_DUPLICATE", `The column "${name}" occurs more than once in ${where}.`, {
        details: { column: name, columns: names },
      });
    }
    seen.add(name);
  }
}
