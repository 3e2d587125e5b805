import type { CommandDefinition } from "../packages/cli/src/command.ts";
import { usageOf } from "../packages/cli/src/help/command-help.ts";
import { describeOptions } from "../packages/cli/src/help/describe-option.ts";
import { globalOptions } from "../packages/cli/src/options/global-options.ts";
import type { OptionSet } from "../packages/cli/src/options/option.ts";
import { generatedFile, runGenerator } from "./generated-file.ts";
import { loadCommands } from "./generate-command-catalogue.ts";

const preface = `# The command line

Generated from the command definitions by \`node tools/generate-cli-doc.ts\`; \`mlops COMMAND --help\` prints the same.

- Results go to stdout; progress and logs to stderr, and to one file a day under \`<home>/logs\`.
- With \`--json\`, stdout is exactly one document: \`{"schema": "mlops.<command>/v1", "status": "ok" | "degraded" | "failed", "reasons": [], …}\`. Names are camelCase except those of metrics; instants are ISO 8601 with a zone; durations carry their unit.
- Exit codes and error codes: [errors.md](errors.md).
- Model URIs: \`models:/name/3\`, \`models:/name@alias\`, \`models:/name\` (its champion), \`runs:/id/path\`. A run is named by its id or \`latest\`.
- The first Ctrl-C or SIGTERM stops gracefully and says how to resume; the second ends at once.
`;

/** The reference of all commands. */
export const cliDocument = generatedFile("docs/cli.md", async () => {
  const commands = (await loadCommands()).map(({ command }) => command);
  return [preface, `## Everywhere\n\n${optionTable(globalOptions)}`, ...commands.map(section)].join("\n");
});

function section(command: CommandDefinition): string {
  const { name, aliases = [], summary, description, examples, options, arguments: positional = [] } = command;
  const parts = [
    `## ${name}`,
    aliases.length === 0 ? summary : `${summary} Also: ${aliases.map((alias) => `\`${alias}\``).join(", ")}.`,
    ...(description === undefined ? [] : [description]),
    `\`\`\`\n${examples.map((example) => `mlops ${example.line}  # ${example.summary}`).join("\n")}\n\`\`\``,
    `Usage: \`${usageOf(command)}\``,
    ...(positional.length === 0
      ? []
      : [
          table(
            "argument",
            positional.map((argument) => [argument.name, argument.summary]),
          ),
        ]),
    ...(Object.keys(options).length === 0 ? [] : [optionTable(options)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function optionTable(options: OptionSet): string {
  return `${table(
    "option",
    describeOptions(options).map(({ flags, text }) => [flags, text]),
  )}\n`;
}

function table(heading: string, rows: readonly (readonly [string, string])[]): string {
  const escaped = rows.map(([name, text]) => `| \`${name.replaceAll("|", "\\|")}\` | ${text.replaceAll("|", "\\|")} |`);
  return [`| ${heading} | |`, "| --- | --- |", ...escaped].join("\n");
}

await runGenerator(import.meta.url, cliDocument);
