import { flag, integer, type OptionValues, path, text, triState } from "./option.ts";

/** Options of every command; they may stand before or after the command's name. */
export const globalOptions = {
  configDir: path("Folder of the configuration files.", {
    placeholder: "DIR",
    defaultText: "config in the project root",
  }),
  env: text("Which overlay of the configuration is used.", {
    placeholder: "NAME",
    environment: "APP_ENV",
    defaultText: "local",
  }),
  home: path("Folder of the state: store, logs, cache.", {
    placeholder: "DIR",
    environment: "MLOPS_HOME",
    defaultText: ".mlops in the project root",
  }),
  json: flag("Print exactly one JSON document on stdout."),
  quiet: flag("No progress, only errors on stderr."),
  verbose: flag("Debug log on stderr, stack traces with errors.", { short: "v" }),
  offline: flag("No connection leaves the machine.", { environment: "MLOPS_OFFLINE", configKey: "offline" }),
  seed: integer("Seed of everything random.", { min: 0, defaultText: "42" }),
  color: triState("Force or forbid colours.", { environment: "NO_COLOR" }),
  help: flag("Print this help.", { short: "h" }),
  version: flag("Print the version."),
} as const;

export type GlobalValues = OptionValues<typeof globalOptions>;
