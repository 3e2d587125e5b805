import { flagOf, type OptionDefinition, type OptionSet } from "../options/option.ts";

export interface DescribedOption {
  /** `-v, --verbose`, `--station ID[:ID…]`, `--use-wandb, --no-use-wandb`. */
  readonly flags: string;
  /** The summary with aliases, the variable and the default. */
  readonly text: string;
}

export function describeOptions(options: OptionSet): DescribedOption[] {
  return Object.entries(options).map(([key, option]) => ({ flags: flagsOf(key, option), text: textOf(option) }));
}

function flagsOf(key: string, option: OptionDefinition): string {
  const flag = flagOf(key);
  const forms = option.kind === "switch" ? `${flag}, --no-${flag.slice(2)}` : flag;
  const short = option.short === undefined ? "" : `-${option.short}, `;
  return `${short}${forms}${option.placeholder === undefined ? "" : ` ${option.placeholder}`}`;
}

function textOf({ summary, aliases, environment, defaultText }: OptionDefinition): string {
  const notes = [
    aliases && `also ${aliases.map((alias) => `--${alias}`).join(", ")}`,
    environment !== undefined && `or ${environment}`,
    defaultText !== undefined && `default: ${defaultText}`,
  ].filter((note) => typeof note === "string");
  return notes.length === 0 ? summary : `${summary} (${notes.join("; ")})`;
}
