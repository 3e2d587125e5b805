import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { ScaffoldFile } from "./scaffold.ts";

/** The line that binds a shipped file to the schema of this repository's checkout, where a new project has none. */
const EDITOR_LINE = /^# yaml-language-server:.*\n/;

/** The files of a new project. */
export async function projectFiles(shippedConfig: string, shippedRecipes: string): Promise<ScaffoldFile[]> {
  return [
    ...(await copied(shippedConfig, "config")),
    ...(await copied(shippedRecipes, "recipes")),
    { path: ".env.example", content: environmentExample },
    { path: ".gitignore", content: gitignore },
    { path: "docker-compose.yml", content: compose },
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

const environmentExample = `# Copy to .env; variables of the process win over this file. \`mlops config show\` says where each value is from.

# Which overlay of config/ applies: local, dev or prod.
APP_ENV=local

# Key of the KMA API hub (https://apihub.kma.go.kr). Without it \`--source auto\` takes Open-Meteo.
KMA_AUTH_KEY=

# debug, info, warn, error
LOG_LEVEL=info

# Any key of config/ can be set as MLOPS_SECTION__KEY:
# MLOPS_STORE__SQLITE__DURABILITY=power
`;

/**
 * States what there is: the state is one folder and needs no server, so the only service is the command itself. It runs
 * what the project has installed, never a package fetched by name.
 */
const compose = `# Runs the mlops that is installed in this folder's node_modules, in a container of the official Node image.
# The state is kept in ./.mlops; no other service is needed: documents are in one SQLite file, blobs are plain files.
#   docker compose run --rm mlops doctor
services:
  mlops:
    image: node:24-bookworm-slim
    working_dir: /project
    volumes:
      - .:/project
    environment:
      APP_ENV: \${APP_ENV:-local}
      KMA_AUTH_KEY: \${KMA_AUTH_KEY:-}
    entrypoint: ["npx", "--no-install", "mlops"]
    command: ["doctor"]
`;
