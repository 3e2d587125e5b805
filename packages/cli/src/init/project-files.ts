import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { composeText, environmentExampleText } from "./scaffold-texts.ts";
import type { ScaffoldFile } from "./scaffold.ts";

/** The line that binds a shipped file to the schema of this repository's checkout, where a new project has none. */
const EDITOR_LINE = /^# yaml-language-server:.*\n/;

/** The files of a new project. */
export async function projectFiles(shippedConfig: string, shippedRecipes: string): Promise<ScaffoldFile[]> {
  return [
    ...(await copied(shippedConfig, "config")),
    ...(await copied(shippedRecipes, "recipes")),
    { path: ".env.example", content: environmentExampleText },
    { path: ".gitignore", content: gitignore },
    { path: "docker-compose.yml", content: composeText },
  ];
}

async function copied(from: string, to: string): Promise<ScaffoldFile[]> {
  const names = (await readdir(from)).filter((name) => name.endsWith(".yaml")).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      path: `${to}/${name}`,
      content: (await readFile(join(from, name), "utf8")).replace(EDITOR_LINE, ""),
    })),
  );
}

/** Anchored, so that a package or folder of the same name further down is not hidden. */
const gitignore = `/.mlops/
/data/
/models/
/mlruns/
/wandb/
/logs/
/.env
/.env.*
!/.env.example
node_modules/
`;
