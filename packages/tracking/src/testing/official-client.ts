import { execFile } from "node:child_process";

import { FAKE_KEY } from "./fake-state.ts";

/** Interpreter of an environment with the official client (`tools/python/wandb.txt`). */
export const officialPython = process.env["MLOPS_PYTHON_WANDB"];

export interface OfficialAnswer {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs the official command line against a server, with a home of its own and no settings of the machine. */
export function officialWandb(args: readonly string[], baseUrl: string, home: string): Promise<OfficialAnswer> {
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    WANDB_API_KEY: FAKE_KEY,
    WANDB_BASE_URL: baseUrl,
    WANDB_ERROR_REPORTING: "false",
  };
  return new Promise((resolve, reject) => {
    if (officialPython === undefined) return reject(new Error("MLOPS_PYTHON_WANDB is not set"));
    execFile(officialPython, ["-m", "wandb", ...args], { cwd: home, env: environment }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ exitCode, output: stdout + stderr });
    });
  });
}
