import { MlopsError } from "@mlops/core";

/** A text as an SQL literal. @throws MlopsError INVALID_ARGUMENT for a NUL, which would end the statement */
export function sqlText(text: string): string {
  if (text.includes("\0")) throw new MlopsError("INVALID_ARGUMENT", "A name or value holds a NUL character.");
  return `'${text.replaceAll("'", "''")}'`;
}

export function sqlList(texts: readonly string[]): string {
  return texts.map(sqlText).join(", ");
}

export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const globCharacters = /[*?[]/;

/**
 * A pattern that matches exactly the file of this path: DuckDB's readers take patterns, never plain names.
 *
 * @throws MlopsError INVALID_ARGUMENT for a path with both a pattern character and a backslash inside a name, for which
 *   DuckDB has no spelling
 */
export function literalPattern(path: string, separator: string): string {
  if (!globCharacters.test(path)) return path;
  if (separator !== "\\" && path.includes("\\")) {
    throw new MlopsError("INVALID_ARGUMENT", `The path ${path} holds both a backslash and one of * ? [.`, {
      hint: "Rename the file or its folder.",
    });
  }
  return path.replaceAll(/[*?[]/g, "[$&]");
}
