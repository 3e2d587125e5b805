import { access, constants, statfs } from "node:fs/promises";
import { dirname } from "node:path";

import { makeFolder } from "@mlops/store/make-folder";

import { type Check, failed, ok, warning } from "./check.ts";

const GIBIBYTE = 2 ** 30;
const LEAST_FREE = 1 * GIBIBYTE;

/** Whether the state folder can be written and has room. */
export async function checkHome(home: string): Promise<Check[]> {
  try {
    makeFolder(home);
    await access(home, constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    return [
      failed("home", `${home} cannot be written (${why})`, "Choose a writable folder with --home or MLOPS_HOME."),
    ];
  }
  return [ok("home", `${home} can be written`), await checkSpace(home)];
}

async function checkSpace(home: string): Promise<Check> {
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const text = `${(free / GIBIBYTE).toFixed(1)} GiB free at ${dirname(home)}`;
  return free >= LEAST_FREE
    ? ok("disk", text)
    : warning("disk", text, "Free some space, or move the state with --home.");
}
