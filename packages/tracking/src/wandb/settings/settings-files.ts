import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** What W&B's own settings files say; weaker than everything else. */
export interface FileSettings {
  readonly base_url?: string;
  readonly entity?: string;
  readonly project?: string;
  readonly mode?: string;
}

/** The user's file, then the one of the folder over it. */
export function readSettingsFiles(environment: Environment, folder: string): FileSettings {
  const home = environment["HOME"] || homedir();
  const userFolder = environment["WANDB_CONFIG_DIR"] || join(home, ".config", "wandb");
  return { ...settingsOf(join(userFolder, "settings")), ...settingsOf(join(folder, "wandb", "settings")) };
}

/** The section `[default]` of an INI file; a file that is not there says nothing. */
function settingsOf(path: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return {};
  }
  let section = "";
  const settings: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1] ?? section;
    const [, name, value] = /^\s*([A-Za-z_]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === "default" && name !== undefined && value) settings[name] = value;
  }
  return settings;
}
