import type { Outcome } from "@mlops/core";

import type { Services } from "./compose.ts";
import type { GlobalValues } from "./options/global-options.ts";
import type { OptionSet, OptionValues } from "./options/option.ts";
import type { Progress } from "./render/progress.ts";
import type { Style } from "./render/style.ts";

/** A positional argument. */
export interface ArgumentDefinition {
  /** Shown as `RUN` and the key by which the body reads it, in lower case. */
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  /** The accepted words, for help and completion. */
  readonly choices?: readonly string[];
  /** Only the last one: it may be given several times. */
  readonly repeats?: boolean;
}

export interface CommandExample {
  /** Without the leading `mlops`. */
  readonly line: string;
  readonly summary: string;
}

/** What a body hands back; the shell prints it and maps it to the exit code. */
export interface CommandResult {
  readonly outcome: Outcome;
  /** Fields of the JSON document after `schema`, `status` and `reasons`, in the order in which they are printed. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The same for people: text for stdout, without a last newline. Called only when it is printed. */
  human(style: Style): string;
  /** Where the outcome alone does not decide: a missed gate is `gate`, a verdict left open `inconclusive`. */
  readonly exit?: "gate" | "inconclusive" | "partial" | "invalid" | "unavailable" | "failed";
}

export interface CommandContext {
  /** Global options as given. */
  readonly globals: GlobalValues;
  /** Config, store, clock, sources: opened when first asked for, disposed by the shell. */
  readonly services: Services;
  /** Aborts at the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Where a run's events go: the bar or the lines on stderr. */
  readonly progress: Progress;
}

export interface CommandInput<Options extends OptionSet> {
  readonly options: OptionValues<Options>;
  /** Positional arguments by lower-case name; an optional one that is absent is undefined. */
  readonly arguments: Readonly<Record<string, string | undefined>>;
  /** All of them in order: where the last one repeats, `arguments` holds its first value only. */
  readonly positional: readonly string[];
}

/**
 * One file in `commands/` default-exports one of these; the file is named after the command, words joined by dashes.
 * Bodies import whatever is heavy inside `run`.
 */
export interface CommandDefinition<Options extends OptionSet = OptionSet> {
  /** Words separated by spaces: `runs list`. */
  readonly name: string;
  /** Other full names. */
  readonly aliases?: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** More for `--help`, in paragraphs. */
  readonly description?: string;
  readonly examples: readonly CommandExample[];
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options: Options;
  /** The name in the JSON document's `schema` where it is not the command's with dashes for spaces. */
  readonly schema?: string;
  /** True where a graceful stop is the expected end and exits 0. */
  readonly untilStopped?: boolean;
  run(context: CommandContext, input: CommandInput<Options>): Promise<CommandResult>;
}

export function defineCommand<const Options extends OptionSet>(
  definition: CommandDefinition<Options>,
): CommandDefinition<Options> {
  return definition;
}

/** One line of the generated catalogue: enough for `mlops --help` without loading any command. */
export interface CatalogueCommand {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  load(): Promise<{ readonly default: CommandDefinition }>;
}
