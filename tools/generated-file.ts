import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";

const root = new URL("../", import.meta.url);

/** A committed file that a script makes from the sources. */
export interface GeneratedFile {
  /** From the project root. */
  readonly path: string;
  content(): Promise<string>;
}

export function generatedFile(path: string, content: () => Promise<string>): GeneratedFile {
  return { path, content };
}

/** Whether the committed file is what its script would write now. */
export async function isFresh(file: GeneratedFile): Promise<boolean> {
  return current(file) === (await file.content());
}

/** Writes the file where `moduleUrl` is the script that node was started with. */
export async function runGenerator(moduleUrl: string, file: GeneratedFile): Promise<void> {
  const script = process.argv[1];
  if (script === undefined || pathToFileURL(script).href !== moduleUrl) return;
  const content = await file.content();
  const changed = current(file) !== content;
  if (changed) writeFileSync(new URL(file.path, root), content);
  process.stdout.write(`${relative(".", file.path)} ${changed ? "written" : "is up to date"}\n`);
}

function current({ path }: GeneratedFile): string | undefined {
  try {
    return readFileSync(new URL(path, root), "utf8");
  } catch {
    return undefined;
  }
}
