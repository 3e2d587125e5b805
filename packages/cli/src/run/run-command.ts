import { redactText } from "@mlops/core";

import type { CommandContext, CommandDefinition, CommandResult } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import type { CommandInput } from "../command.ts";
import type { OptionSet } from "../options/option.ts";
import { renderDocument } from "../render/json.ts";
import type { Style } from "../render/style.ts";
import type { OutputStream } from "./output.ts";

/** Runs a body, prints its result to stdout and answers the exit code. */
export async function runCommand(
  command: CommandDefinition,
  context: CommandContext,
  input: CommandInput<OptionSet>,
  stdout: OutputStream,
  style: Style,
): Promise<number> {
  const result = await command.run(context, input);
  context.progress.clear();
  const text = context.globals.json
    ? renderDocument(schemaOf(command), result.outcome, result.document, stdout.isTerminal ? 2 : 0)
    : redactText(result.human(style));
  if (text !== "") await stdout.write(`${text}\n`);
  return exitCodeOf(result);
}

function schemaOf({ schema, name }: CommandDefinition): string {
  return schema ?? name.replaceAll(" ", "-");
}

function exitCodeOf({ exit, outcome }: CommandResult): number {
  if (exit !== undefined) return exitCodes[exit];
  return outcome.status === "failed" ? exitCodes.failed : exitCodes.ok;
}
