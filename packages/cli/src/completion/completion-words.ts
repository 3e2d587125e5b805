import type { CatalogueCommand } from "../command.ts";
import { globalOptions } from "../options/global-options.ts";
import { flagOf, type OptionSet } from "../options/option.ts";

/** What can follow a path of words: sub-commands, options, and the accepted words of options and arguments. */
export interface CompletionNode {
  /** `runs list`; empty for the first word. */
  readonly path: string;
  readonly words: readonly string[];
  readonly options: readonly string[];
  /** By flag. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

export async function completionNodes(catalogue: readonly CatalogueCommand[]): Promise<CompletionNode[]> {
  const global = optionWords(globalOptions);
  const leaves = await Promise.all(
    catalogue.map(async (entry) => {
      const { options, arguments: positional = [] } = (await entry.load()).default;
      const node = {
        words: positional.flatMap(({ choices = [] }) => choices),
        options: [...optionWords(options), ...global],
        choices: choicesOf(options),
      };
      return [entry.name, ...entry.aliases].map((path) => ({ path, ...node }));
    }),
  );
  const paths = leaves.flat().map(({ path }) => path);
  const groups = new Set(["", ...paths.flatMap((path) => (path.includes(" ") ? [path.split(" ")[0] ?? ""] : []))]);
  const inner = [...groups].map((path) => ({
    path,
    words: [...new Set(paths.flatMap((name) => nextWord(name, path)))].toSorted(),
    options: global,
    choices: {},
  }));
  return [...inner, ...leaves.flat()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function nextWord(name: string, path: string): string[] {
  if (path === "") return [name.split(" ")[0] ?? name];
  return name.startsWith(`${path} `) ? [name.slice(path.length + 1)] : [];
}

function optionWords(options: OptionSet): string[] {
  return Object.entries(options).flatMap(([key, { kind }]) => {
    const flag = flagOf(key);
    return kind === "switch" ? [flag, `--no-${flag.slice(2)}`] : [flag];
  });
}

function choicesOf(options: OptionSet): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, { choices }]) => (choices ? [[flagOf(key), choices]] : [])),
  );
}
