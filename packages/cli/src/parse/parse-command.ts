import { Argument, Command, CommanderError, Option } from "commander";
import { MlopsError } from "@mlops/core";

import type { CommandDefinition, CommandInput } from "../command.ts";
import { globalOptions, type GlobalValues } from "../options/global-options.ts";
import { flagOf, type OptionDefinition, type OptionSet, type OptionValues } from "../options/option.ts";
import { didYouMean } from "./did-you-mean.ts";

export interface ParsedCommand {
  readonly globals: GlobalValues;
  readonly input: CommandInput<OptionSet>;
}

/**
 * Reads the options and arguments of one command.
 *
 * @throws MlopsError OPTION_UNKNOWN, ARGUMENT_MISSING, ARGUMENT_UNEXPECTED, INVALID_ARGUMENT
 */
export function parseCommand(definition: CommandDefinition, tokens: readonly string[]): ParsedCommand {
  const options: OptionSet = { ...definition.options, ...globalOptions };
  const parser = new Command(definition.name)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false)
    .showSuggestionAfterError(false)
    .allowExcessArguments(false);
  for (const [key, option] of Object.entries(options)) addOption(parser, key, option);
  const positional = definition.arguments ?? [];
  for (const { name, required, summary, repeats = false } of positional) {
    // Absence of a required one is judged afterwards, so that `--help` needs none.
    parser.addArgument(
      new Argument(repeats ? `[${name}...]` : `[${name}]`, `${summary}${required ? "" : " (optional)"}`),
    );
  }
  try {
    parser.parse(tokens, { from: "user" });
  } catch (error) {
    throw usageError(error, definition, options);
  }
  const given: Record<string, unknown> = parser.opts();
  const globals = pick(globalOptions, given);
  const values = pick(definition.options, given);
  const args = Object.fromEntries(positional.map(({ name }, index) => [name.toLowerCase(), parser.args[index]]));
  if (!globals.help && !globals.version) {
    const missing = positional.find(({ name, required }) => required && args[name.toLowerCase()] === undefined);
    if (missing) {
      throw new MlopsError("ARGUMENT_MISSING", `mlops ${definition.name} needs ${missing.name}: ${missing.summary}`, {
        hint: `See \`mlops ${definition.name} --help\`.`,
      });
    }
    checkChoices(definition, args);
  }
  return { globals, input: { options: values, arguments: args, positional: parser.args } };
}

/** All spellings of one option write to one key, so that the last one given wins. */
class KeyedOption extends Option {
  readonly key: string;

  constructor(flags: string, summary: string, key: string) {
    super(flags, summary);
    this.key = key;
  }

  override attributeName(): string {
    return this.key;
  }
}

function addOption(parser: Command, key: string, option: OptionDefinition): void {
  const flag = flagOf(key);
  const spellings = [flag, ...(option.aliases ?? []).map((alias) => `--${alias}`)];
  const takesValue = option.kind === "value" || option.kind === "list";
  for (const [index, spelling] of spellings.entries()) {
    const short = index === 0 && option.short !== undefined ? `-${option.short}, ` : "";
    const positive = new KeyedOption(`${short}${spelling}${takesValue ? " <value>" : ""}`, option.summary, key);
    if (takesValue) {
      positive.argParser((text: string, previous: unknown) => option.read(text, spelling, previous ?? option.initial));
    }
    parser.addOption(positive);
    if (option.kind === "switch") {
      parser.addOption(new KeyedOption(`--no-${spelling.slice(2)}`, option.summary, key));
    }
  }
}

function pick<Options extends OptionSet>(
  options: Options,
  given: Readonly<Record<string, unknown>>,
): OptionValues<Options> {
  const entries = Object.entries(options).map(([key, option]) => [key, given[key] ?? option.initial]);
  return Object.fromEntries(entries) as OptionValues<Options>;
}

function checkChoices(definition: CommandDefinition, args: Readonly<Record<string, string | undefined>>): void {
  for (const { name, choices } of definition.arguments ?? []) {
    const given = args[name.toLowerCase()];
    if (choices === undefined || given === undefined || choices.includes(given)) continue;
    throw new MlopsError("INVALID_ARGUMENT", `${name} ${JSON.stringify(given)} is none of ${choices.join(", ")}.`, {
      hint: didYouMean(given, choices) ?? `See \`mlops ${definition.name} --help\`.`,
      details: { argument: name, value: given },
    });
  }
}

/** Commander's error as one of ours; its message is the only place that names the token. */
function usageError(error: unknown, definition: CommandDefinition, options: OptionSet): unknown {
  if (!(error instanceof CommanderError)) return error;
  const help = `See \`mlops ${definition.name} --help\`.`;
  const message = error.message.replace(/^error: /, "");
  const token = /'([^']*)'/.exec(message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownOption":
      return new MlopsError(
        "OPTION_UNKNOWN",
        `${["mlops", definition.name].join(" ").trimEnd()} has no option ${token}.`,
        {
          hint: didYouMean(token, spellingsOf(options)) ?? help,
          details: { option: token },
        },
      );
    case "commander.optionMissingArgument":
      return new MlopsError("ARGUMENT_MISSING", `${token.split(" ")[0] ?? token} needs a value.`, { hint: help });
    case "commander.excessArguments":
      return new MlopsError("ARGUMENT_UNEXPECTED", `mlops ${definition.name}: ${message}`, { hint: help });
    default:
      return new MlopsError("INVALID_ARGUMENT", `mlops ${definition.name}: ${message}`, { hint: help, cause: error });
  }
}

function spellingsOf(options: OptionSet): string[] {
  return Object.entries(options).flatMap(([key, { kind, aliases = [] }]) => {
    const names = [flagOf(key).slice(2), ...aliases];
    return names.flatMap((name) => (kind === "switch" ? [`--${name}`, `--no-${name}`] : [`--${name}`]));
  });
}
