import type { CatalogueCommand } from "../command.ts";
import { globalOptions } from "../options/global-options.ts";
import { flagOf, type OptionDefinition } from "../options/option.ts";

/** What the words of a command line name. */
export type Located =
  | { readonly kind: "command"; readonly command: CatalogueCommand; readonly rest: readonly string[] }
  /** No word, or the first words of several commands. */
  | { readonly kind: "group"; readonly words: readonly string[]; readonly rest: readonly string[] }
  | { readonly kind: "unknown"; readonly words: readonly string[]; readonly word: string };

/**
 * Finds the command by its words, skipping the global options that stand before or between them. The words are taken
 * out; `rest` is what the command's own parser reads.
 */
export function locateCommand(argv: readonly string[], catalogue: readonly CatalogueCommand[]): Located {
  const rest: string[] = [];
  const words: string[] = [];
  let found: CatalogueCommand | undefined;
  let index = 0;
  for (; index < argv.length; index++) {
    const token = argv[index] ?? "";
    if (token === "--") break;
    if (token.startsWith("-") && token !== "-") {
      rest.push(token);
      if (takesNextToken(token) && index + 1 < argv.length) rest.push(argv[++index] ?? "");
      continue;
    }
    const path = [...words, token].join(" ");
    const exact = named(path, catalogue);
    if (!exact && !isPrefix(path, catalogue)) {
      if (found) break;
      return { kind: "unknown", words, word: token };
    }
    words.push(token);
    found = exact;
    if (found && !isPrefix(path, catalogue)) {
      index++;
      break;
    }
  }
  rest.push(...argv.slice(index));
  return found ? { kind: "command", command: found, rest } : { kind: "group", words, rest };
}

/** Full names, aliases too, that begin with the words of a group. */
export function namesUnder(words: readonly string[], catalogue: readonly CatalogueCommand[]): string[] {
  const prefix = words.length === 0 ? "" : `${words.join(" ")} `;
  return catalogue.flatMap((command) => [command.name, ...command.aliases]).filter((name) => name.startsWith(prefix));
}

function named(path: string, catalogue: readonly CatalogueCommand[]): CatalogueCommand | undefined {
  return catalogue.find((command) => command.name === path || command.aliases.includes(path));
}

function isPrefix(path: string, catalogue: readonly CatalogueCommand[]): boolean {
  return namesUnder(path.split(" "), catalogue).length > 0;
}

function takesNextToken(token: string): boolean {
  return Object.entries<OptionDefinition>(globalOptions).some(
    ([key, { kind }]) => (kind === "value" || kind === "list") && flagOf(key) === token,
  );
}
