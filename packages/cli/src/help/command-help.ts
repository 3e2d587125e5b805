import type { CommandDefinition } from "../command.ts";
import { globalOptions } from "../options/global-options.ts";
import { hanging } from "../render/hanging.ts";
import type { Style } from "../render/style.ts";
import { describeOptions } from "./describe-option.ts";
import { twoColumns } from "./two-columns.ts";

/** `mlops COMMAND --help`: examples first, then usage, arguments and options. */
export function commandHelp(command: CommandDefinition, style: Style): string {
  const sections = [
    hanging(`${style.bold(`mlops ${command.name}`)}: `, command.summary, style),
    section(
      "Examples",
      command.examples.map(({ line, summary }) => [`mlops ${line}`, summary] as const),
      style,
    ),
    `${style.bold("Usage")}\n  ${usageOf(command)}`,
    ...(command.aliases?.length
      ? [`${style.bold("Also")}\n  ${command.aliases.map((name) => `mlops ${name}`).join(", ")}`]
      : []),
    ...(command.description === undefined ? [] : [hanging("", command.description, style)]),
    section(
      "Arguments",
      (command.arguments ?? []).map(({ name, summary }) => [name, summary] as const),
      style,
    ),
    section(
      "Options",
      describeOptions(command.options).map(({ flags, text }) => [flags, text] as const),
      style,
    ),
    section(
      "Everywhere",
      describeOptions(globalOptions).map(({ flags, text }) => [flags, text] as const),
      style,
    ),
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

export function usageOf({ name, arguments: positional = [], options }: CommandDefinition): string {
  const words = positional.map(({ name: word, required, repeats = false }) => {
    const shown = repeats ? `${word}…` : word;
    return required ? shown : `[${shown}]`;
  });
  return ["mlops", name, ...words, ...(Object.keys(options).length > 0 ? ["[options]"] : [])].join(" ");
}

function section(title: string, rows: readonly (readonly [string, string])[], style: Style): string {
  return rows.length === 0 ? "" : `${style.bold(title)}\n${twoColumns(rows, style)}`;
}
