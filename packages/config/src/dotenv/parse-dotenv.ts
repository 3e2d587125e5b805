import type { Problem } from "../problem.ts";
import { decodeText } from "../yaml/decode-text.ts";

interface DotenvVariable {
  readonly value: string;
  readonly line: number;
}

export interface Dotenv {
  readonly variables: ReadonlyMap<string, DotenvVariable>;
  readonly problems: readonly Problem[];
}

const assignment = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;
const doubleQuoted = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/;
const singleQuoted = /^'([^']*)'\s*(?:#.*)?$/;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads `NAME=value` lines. Double quotes know `\n`, `\r`, `\t` and escaped characters, single quotes nothing; without
 * quotes the value ends before ` #`. Values are not expanded. The last of two equal names wins.
 */
export function parseDotenv(content: Uint8Array, file: string): Dotenv {
  const variables = new Map<string, DotenvVariable>();
  const problems: Problem[] = [];
  const reject = (line: number, message: string, hint: string): void => {
    problems.push({ code: "DOTENV_MALFORMED", file, line, column: 1, path: "", message, hint });
  };
  const decoded = decodeText(content);
  if (!("text" in decoded)) {
    reject(decoded.line, `Not UTF-8 text: ${decoded.reason}.`, "Save the file as UTF-8.");
    return { variables, problems };
  }
  for (const [index, raw] of decoded.text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1;
    const text = raw.trim();
    if (text === "" || text.startsWith("#")) continue;
    const match = assignment.exec(text);
    if (!match) {
      // The line itself is not shown: it may hold a secret.
      reject(line, "The line is not NAME=value.", "Write NAME=value with a name of letters, digits and underscores.");
      continue;
    }
    const [, name = "", rest = ""] = match;
    const value = unquote(rest);
    if (value === undefined) {
      reject(
        line,
        `The quoted value of ${name} is not closed, or text follows it.`,
        "Close the quote on the same line; write \\n for a line break.",
      );
    } else if (value.includes("\0")) {
      reject(line, `The value of ${name} has a NUL character.`, "Remove it.");
    } else {
      variables.set(name, { value, line });
    }
  }
  return { variables, problems };
}

function unquote(text: string): string | undefined {
  if (text.startsWith('"')) {
    const inner = doubleQuoted.exec(text)?.[1];
    return inner?.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
  }
  if (text.startsWith("'")) return singleQuoted.exec(text)?.[1];
  return text.replace(/(^|\s)#.*$/, "").trim();
}
