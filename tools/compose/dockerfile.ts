/** One instruction of a Dockerfile, its lines joined. */
export interface Instruction {
  readonly keyword: string;
  /** What stands after the keyword and its flags. */
  readonly text: string;
  /** `--from=build` as `["from", "build"]`. */
  readonly flags: ReadonlyMap<string, string>;
  /** From 1. */
  readonly line: number;
}

/** A stage: everything from one FROM to the next. */
export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  /** Arguments before the first stage, with their defaults. */
  readonly globalArguments: ReadonlyMap<string, string>;
  readonly stages: readonly Stage[];
}

/** Reads the part of the Dockerfile language that has one instruction a line, with continued lines and no here-documents. */
export function parseDockerfile(text: string): Dockerfile {
  const instructions = logicalLines(text).map(({ content, line }) => instructionOf(content, line));
  const first = instructions.findIndex(({ keyword }) => keyword === "FROM");
  if (first < 0) throw new Error("a Dockerfile needs a FROM");
  const globalArguments = new Map(instructions.slice(0, first).map(({ text: argument }) => assignmentOf(argument)));
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const instruction of instructions.slice(first)) {
    if (instruction.keyword === "FROM") {
      const [image = "", , name] = substitute(instruction.text, globalArguments).split(/\s+/);
      stages.push({ image, name, instructions: [] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return { globalArguments, stages };
}

/** `NAME=value`, the value without its quotes. */
export function assignmentOf(text: string): [string, string] {
  const place = text.indexOf("=");
  if (place < 0) return [text, ""];
  return [text.slice(0, place), text.slice(place + 1).replace(/^"(.*)"$/s, "$1")];
}

/** Puts values in the place of `${NAME}`; names without a value stay for the shell. */
export function substitute(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole);
}

/** Lines without comments; a line that ends in a backslash goes on in the next. */
function logicalLines(text: string): { content: string; line: number }[] {
  const result: { content: string; line: number }[] = [];
  let open: { content: string; line: number } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const goesOn = line.endsWith("\\");
    const part = goesOn ? line.slice(0, -1) : line;
    open = { content: `${open?.content ?? ""}${part}`, line: open?.line ?? index + 1 };
    if (goesOn) continue;
    result.push({ content: open.content.trim(), line: open.line });
    open = undefined;
  }
  if (open !== undefined) throw new Error(`line ${open.line} goes on after the end of the file`);
  return result;
}

function instructionOf(content: string, line: number): Instruction {
  const [, keyword, rest] = /^([A-Z]+)\s+(.*)$/s.exec(content) ?? [];
  if (keyword === undefined || rest === undefined) throw new Error(`line ${line} is no instruction: ${content}`);
  const flags = new Map<string, string>();
  let text = rest;
  for (let flag = flagAt(text); flag !== null; flag = flagAt(text)) {
    flags.set(flag[1] ?? "", flag[2] ?? "");
    text = text.slice(flag[0].length);
  }
  return { keyword, text, flags, line };
}

function flagAt(text: string): RegExpExecArray | null {
  return /^--([a-z-]+)=(\S+)\s+/.exec(text);
}
