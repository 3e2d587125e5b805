import { MlopsError } from "@mlops/core";

import type { CatalogueCommand, CommandDefinition } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { commandHelp } from "../help/command-help.ts";
import { rootHelp } from "../help/root-help.ts";
import { didYouMean } from "../parse/did-you-mean.ts";
import { locateCommand, namesUnder } from "../parse/locate-command.ts";
import { parseCommand } from "../parse/parse-command.ts";
import { renderDocument } from "../render/json.ts";
import { packageVersion } from "../version.ts";
import { styleFor, type Terminal } from "./terminal.ts";

/** A line without a command: only global options can stand on it. */
const bare: CommandDefinition = {
  name: "",
  summary: "",
  examples: [],
  options: {},
  run: () => Promise.reject(new MlopsError("COMMAND_MISSING", "No command was given.")),
};

/**
 * Answers one command line: help and version at once, else the command's own work.
 *
 * @throws MlopsError COMMAND_UNKNOWN, COMMAND_MISSING and what parsing throws
 */
export async function answerLine(
  given: readonly string[],
  catalogue: readonly CatalogueCommand[],
  terminal: Terminal,
): Promise<number> {
  const argv = given[0] === "help" ? [...given.slice(1), "--help"] : given;
  const located = locateCommand(argv, catalogue);
  if (located.kind === "unknown") {
    const { words, word } = located;
    const known = namesUnder(words, catalogue).map((name) => name.split(" ")[words.length] ?? name);
    const path = [...words, word].join(" ");
    const suggestion = didYouMean(word, [...new Set(known)])?.replace(
      "mean ",
      `mean mlops ${[...words, ""].join(" ")}`,
    );
    const help = `See \`${["mlops", ...words, "--help"].join(" ")}\`.`;
    throw new MlopsError("COMMAND_UNKNOWN", `There is no command "mlops ${path}".`, { hint: suggestion ?? help });
  }
  const command = located.kind === "command" ? (await located.command.load()).default : bare;
  const { globals, input } = parseCommand(command, located.rest);
  if (globals.version)
    return print(terminal, "version", { version: packageVersion(), node: process.versions.node }, packageVersion());
  if (globals.help || given[0] === "help") {
    const style = styleFor(terminal.stdout, terminal.flags);
    const text = located.kind === "command" ? commandHelp(command, style) : rootHelp(located.words, catalogue, style);
    return print(terminal, "help", { command: command.name, text }, text);
  }
  if (located.kind === "group") {
    const path = located.words.join(" ");
    const names = namesUnder(located.words, catalogue);
    throw new MlopsError(
      "COMMAND_MISSING",
      path === "" ? "No command was given." : `"mlops ${path}" needs a second word.`,
      { hint: path === "" ? "See `mlops --help`." : `One of: ${names.map((name) => `mlops ${name}`).join(", ")}.` },
    );
  }
  const { invokeCommand } = await import("./invoke-command.ts");
  return invokeCommand(command, globals, input, terminal);
}

async function print(
  { flags, stdout }: Terminal,
  name: string,
  fields: Readonly<Record<string, unknown>>,
  text: string,
): Promise<number> {
  const document = (): string => renderDocument(name, { status: "ok", reasons: [] }, fields, stdout.isTerminal ? 2 : 0);
  await stdout.write(`${flags.json ? document() : text}\n`);
  return exitCodes.ok;
}
