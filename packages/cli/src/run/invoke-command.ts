import type { CommandContext, CommandDefinition, CommandInput } from "../command.ts";
import { composeServices } from "../compose.ts";
import { asMlopsError } from "../errors/as-mlops-error.ts";
import { exitCodes } from "../exit-code.ts";
import type { GlobalValues } from "../options/global-options.ts";
import { globalOptions } from "../options/global-options.ts";
import { configOverrides } from "../options/config-overrides.ts";
import type { OptionDefinition, OptionSet } from "../options/option.ts";
import { openProgress } from "../render/progress.ts";
import { routeWarnings } from "./route-warnings.ts";
import { reportError } from "./report-error.ts";
import { runCommand } from "./run-command.ts";
import { listenForStop } from "./stop-signals.ts";
import { styleFor, type Terminal } from "./terminal.ts";

/** Gives a command its services, signal and progress, runs it, disposes of everything and answers the exit code. */
export async function invokeCommand(
  command: CommandDefinition,
  globals: GlobalValues,
  input: CommandInput<OptionSet>,
  terminal: Terminal,
): Promise<number> {
  const { flags, stdout, stderr } = terminal;
  const style = styleFor(stderr, flags);
  const mode = globals.quiet ? "none" : stderr.isTerminal ? "bar" : "lines";
  const progress = openProgress({ mode, style, write: stderr.writeNow });
  const say = (text: string): void => {
    progress.clear();
    if (!globals.quiet) stderr.writeNow(`${text}\n`);
  };
  using stop = listenForStop((signal) => say(`${signal}: stopping; once more to leave at once.`));
  const options = { ...command.options, ...globalOptions };
  const overrides = configOverrides(options, { ...input.options, ...globals }, process.cwd());
  const writeLogLine = (text: string): void => {
    progress.clear();
    stderr.writeNow(text);
  };
  try {
    await using services = composeServices({
      globals,
      purpose: command.name,
      overrides,
      signal: stop.signal,
      writeLogLine,
      style,
    });
    routeWarnings(services.log);
    for (const [key, { caution, initial }] of Object.entries<OptionDefinition>(command.options)) {
      if (caution !== undefined && input.options[key] !== initial) services.log.warn(caution);
    }
    const context: CommandContext = { globals, services, signal: stop.signal, progress };
    return await runCommand(command, context, input, stdout, styleFor(stdout, flags));
  } catch (thrown) {
    progress.clear();
    if (stop.stoppedBy === undefined) return reportError(thrown, terminal);
    if (command.untilStopped === true && asMlopsError(thrown).category === "interrupted") return exitCodes.ok;
    if (progress.runId !== undefined) say(`Resume it: mlops pipeline resume ${progress.runId}`);
    return reportError(thrown, terminal, stop.stoppedBy);
  }
}
