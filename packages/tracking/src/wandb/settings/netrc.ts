import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** The netrc file that W&B's clients use: `$NETRC`, `~/.netrc`, else `~/_netrc`. */
export function netrcPath(environment: Environment): string {
  const named = environment["NETRC"];
  if (named) return named;
  const home = environment["HOME"] || homedir();
  const underscored = join(home, "_netrc");
  return !existsSync(join(home, ".netrc")) && existsSync(underscored) ? underscored : join(home, ".netrc");
}

/** The host and port by which W&B's clients name a server in it. */
export function netrcMachine(baseUrl: string): string {
  return new URL(baseUrl).host;
}

/** The password of a machine; undefined without file or entry. */
export function netrcPassword(path: string, machine: string): string | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const words = wordsOf(text);
  for (let at = 0; at < words.length; at++) {
    if (words[at]?.text !== "machine" || words[at + 1]?.text !== machine) continue;
    for (let next = at + 2; next < words.length && !isEntryStart(words[next]?.text); next += 2) {
      if (words[next]?.text === "password") return words[next + 1]?.text;
    }
  }
  return undefined;
}

/** Stores a key for a machine and leaves all other entries as they are. The file is readable by its owner only. */
export function storeNetrcPassword(path: string, machine: string, password: string): void {
  const text = readText(path) ?? "";
  const kept = withoutMachine(text, machine);
  const entry = `machine ${machine}\n  login user\n  password ${password}\n`;
  const temporary = `${path}.${process.pid}.tmp`;
  const fd = openSync(temporary, "w", 0o600);
  try {
    // Before all others: a `default` entry must stay the last.
    writeFileSync(fd, entry + kept);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}

/** True where others than the owner may read it. */
export function isNetrcOpen(path: string): boolean {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  return mode !== undefined && process.platform !== "win32" && (mode & 0o077) !== 0;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Comments run from '#' at the start of a word to the end of the line; quotes hold a word with spaces. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/#[^\n]*|"((?:[^"\\]|\\.)*)"|\S+/g)) {
    if (match[0].startsWith("#")) continue;
    words.push({ text: match[1] ?? match[0], start: match.index, end: match.index + match[0].length });
  }
  return words;
}

function withoutMachine(text: string, machine: string): string {
  const words = wordsOf(text);
  const at = words.findIndex((word, index) => word.text === "machine" && words[index + 1]?.text === machine);
  const from = words[at]?.start;
  if (at === -1 || from === undefined) return text;
  const next = words.findIndex((word, index) => index > at + 1 && isEntryStart(word.text));
  const last = words[(next === -1 ? words.length : next) - 1];
  const rest = text.slice(last?.end ?? text.length).replace(/^[^\S\n]*\n/, "");
  return withoutMachine(text.slice(0, from) + rest, machine);
}

function isEntryStart(word: string | undefined): boolean {
  return word === "machine" || word === "default" || word === "macdef";
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
