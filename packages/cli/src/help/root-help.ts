import type { CatalogueCommand } from "../command.ts";
import { globalOptions } from "../options/global-options.ts";
import { hanging } from "../render/hanging.ts";
import type { Style } from "../render/style.ts";
import { describeOptions } from "./describe-option.ts";
import { twoColumns } from "./two-columns.ts";

const examples = [
  ["mlops init my-project", "make a project"],
  ["mlops doctor", "see whether this machine is ready"],
  ["mlops runs list --json", "what happened, for a program"],
] as const;

/** `mlops --help`, or `mlops runs --help` for the commands under one word. Reads only the generated catalogue. */
export function rootHelp(words: readonly string[], catalogue: readonly CatalogueCommand[], style: Style): string {
  const prefix = words.length === 0 ? "" : `${words.join(" ")} `;
  const rows = catalogue
    .filter(({ name }) => name.startsWith(prefix))
    .map(
      ({ name, aliases, summary }) =>
        [name, aliases.length === 0 ? summary : `${summary} (also: ${aliases.join(", ")})`] as const,
    );
  return [
    words.length === 0
      ? `${style.bold("mlops")}: train, predict, evaluate and watch models of tabular data`
      : style.bold(`mlops ${words.join(" ")}`),
    ...(words.length === 0 ? [`${style.bold("Examples")}\n${twoColumns(examples, style)}`] : []),
    `${style.bold("Usage")}\n  mlops ${prefix}COMMAND [options]`,
    `${style.bold("Commands")}\n${twoColumns(rows, style)}`,
    `${style.bold("Everywhere")}\n${twoColumns(
      describeOptions(globalOptions).map(({ flags, text }) => [flags, text] as const),
      style,
    )}`,
    hanging(
      "",
      "`mlops COMMAND --help` shows a command's options; `mlops explain CODE` an error's cause and mend.",
      style,
    ),
  ].join("\n\n");
}
