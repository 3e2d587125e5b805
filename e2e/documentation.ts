import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { projectRoot } from "./command.ts";

/** A fenced block of a Markdown file. */
export interface Block {
  readonly language: string;
  readonly lines: readonly string[];
  /** Of its first line in the file, from 1. */
  readonly line: number;
}

/** A command line of the documentation and what it promises. */
export interface DocumentedCommand {
  /** As it stands there, without the trailing comment. */
  readonly text: string;
  readonly where: string;
  readonly exitCode: number;
  /** What a block of text right after the command's own block shows; only for the last command of a block. */
  readonly output?: string;
}

/** Markdown files of the project, relative to its root: those at the top, and all below docs and examples. */
export async function markdownFiles(): Promise<string[]> {
  const below = await Promise.all(
    ["docs", "examples"].map(async (folder) =>
      (await readdir(join(projectRoot, folder), { recursive: true })).map((name) => join(folder, name)),
    ),
  );
  return [...(await readdir(projectRoot)), ...below.flat()].filter((name) => name.endsWith(".md")).toSorted();
}

export function readDocument(path: string): Promise<string> {
  return readFile(join(projectRoot, path), "utf8");
}

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; lines: string[]; line: number } | undefined;
  markdown.split("\n").forEach((text, index) => {
    const fence = /^```(\S*)/.exec(text);
    if (fence === null) open?.lines.push(text);
    else if (open === undefined) open = { language: fence[1] ?? "", lines: [], line: index + 2 };
    else {
      blocks.push(open);
      open = undefined;
    }
  });
  return blocks;
}

const RUNNABLE = /^(npx -y pnpm@\S+ |mlops |node )/;

/** The command lines of the `sh` and `console` blocks, in order. `# exit 3` behind one is the exit code that it promises. */
export function commandsOf(path: string, markdown: string): DocumentedCommand[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap(({ language, lines, line }, index) => {
    if (language !== "sh" && language !== "console") return [];
    const shown = lines.flatMap((text, offset) => (RUNNABLE.test(text) ? [{ text, line: line + offset }] : []));
    const next = blocks[index + 1];
    const output = next?.language === "text" ? next.lines.join("\n") : undefined;
    return shown.map(({ text, line: at }, position): DocumentedCommand => {
      const [command = "", comment = ""] = text.split(/ #(.*)/);
      return {
        text: command.trim(),
        where: `${path}:${at}`,
        exitCode: Number(/^ exit (\d+)$/.exec(comment)?.[1] ?? 0),
        ...(output !== undefined && position === shown.length - 1 && { output }),
      };
    });
  });
}

/** Text without its fenced blocks. */
export function proseOf(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```/gm, "");
}

/** The anchors that GitHub gives to the headings. */
export function anchorsOf(markdown: string): Set<string> {
  const headings = proseOf(markdown).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, "")
        .trim()
        .replaceAll(/\s/g, "-"),
    ),
  );
}
