import { isDocument, LineCounter, parseDocument, type YAMLError } from "yaml";

import type { Problem } from "../problem.ts";
import { convertNode } from "./convert-node.ts";
import { decodeText } from "./decode-text.ts";
import { displayPath, type KeyPath, pathKey } from "./key-path.ts";
import type { PathPositions, Position } from "./position.ts";

/** A YAML file as plain data that still knows where each key and value stands. */
export interface YamlDocument {
  /** The name to show in messages. */
  readonly file: string;
  readonly text: string;
  /** Maps, lists and scalars; null for an empty file; undefined where the text could not be read. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /**
   * Position of the value at `path`, or of its key with `part: "key"`. A path that is not in the document gives the
   * nearest enclosing one.
   */
  position(path: KeyPath, part?: "key" | "value"): Position;
}

/** A config or recipe is written by hand; anything larger is a mistake or an attack. */
const LARGEST_BYTES = 1_048_576;
/** More syntax errors than this follow from the first ones. */
const MOST_SYNTAX_PROBLEMS = 10;

const hints: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "Indent with spaces.",
  DUPLICATE_KEY: "Keep one of the two.",
  MULTIPLE_DOCS: "Remove the --- line, or put the second document into a file of its own.",
  BAD_INDENT: "Keys of one map start in one column.",
  MULTILINE_IMPLICIT_KEY: "A key and its colon stand on one line; is a colon or a quote missing?",
  MISSING_CHAR: "Is a quote, bracket or colon missing?",
};

/** Parses one YAML 1.2 document. Never throws: whatever is wrong is in `problems`, with its position. */
export function readYaml(content: Uint8Array | string, file: string): YamlDocument {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const fail = (text: string, at: Position, message: string, hint: string): YamlDocument =>
    documentOf(file, text, undefined, [{ code: "YAML_MALFORMED", file, ...at, path: "", message, hint }], new Map());
  if (bytes.length > LARGEST_BYTES) {
    const message = `The file has ${bytes.length} bytes; at most ${LARGEST_BYTES} are read.`;
    return fail("", { line: 1, column: 1 }, message, "Keep data in data files.");
  }
  const decoded = decodeText(bytes);
  if (!("text" in decoded)) {
    return fail("", { line: decoded.line, column: 1 }, `Not UTF-8 text: ${decoded.reason}.`, "Save the file as UTF-8.");
  }
  try {
    return parse(decoded.text, file);
  } catch (error) {
    // The parser recurses: thousands of open brackets exhaust the stack.
    const reason = error instanceof RangeError ? "it is nested too deeply" : String(error);
    return fail(decoded.text, { line: 1, column: 1 }, `The YAML cannot be read: ${reason}.`, "Make it flatter.");
  }
}

function parse(text: string, file: string): YamlDocument {
  const lineCounter = new LineCounter();
  const parsed = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    version: "1.2",
    schema: "core",
    merge: false,
    logLevel: "error",
  });
  const positions = new Map<string, PathPositions>();
  const at = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = [...parsed.errors, ...parsed.warnings]
    .slice(0, MOST_SYNTAX_PROBLEMS)
    .map((error) => syntaxProblem(error, file, at(error.pos[0])));
  if (problems.length > 0 || !isDocument(parsed)) return documentOf(file, text, undefined, problems, positions);
  const value = convertNode(parsed.contents, {
    at,
    record: (path, position) => positions.set(pathKey(path), position),
    reject: (offset, path, message, hint) =>
      problems.push({ code: "YAML_MALFORMED", file, ...at(offset), path: displayPath(path), message, hint }),
  });
  return documentOf(file, text, problems.length > 0 ? undefined : value, problems, positions);
}

function syntaxProblem(error: YAMLError, file: string, at: Position): Problem {
  const text = error.message.trim();
  const message = /[.!?]$/.test(text) ? text : `${text}.`;
  return { code: "YAML_MALFORMED", file, ...at, path: "", message, hint: hints[error.code] ?? "" };
}

function documentOf(
  file: string,
  text: string,
  value: unknown,
  problems: readonly Problem[],
  positions: ReadonlyMap<string, PathPositions>,
): YamlDocument {
  return {
    file,
    text,
    value,
    problems,
    position: (path, part = "value") => {
      for (let length = path.length; length >= 0; length--) {
        const found = positions.get(pathKey(path.slice(0, length)));
        if (found) return length === path.length ? found[part] : found.key;
      }
      return { line: 1, column: 1 };
    },
  };
}
