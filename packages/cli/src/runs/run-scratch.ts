import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { RunScratch } from "@mlops/pipelines";
import { makeFolder } from "@mlops/store/make-folder";

/** What killed runs left to go on from: one folder for each under the state folder. */
export function runScratch(home: string): RunScratch {
  const folderOf = (runId: string): string => join(home, "scratch", runId);
  return {
    path(runId, name) {
      makeFolder(folderOf(runId));
      return join(folderOf(runId), name);
    },
    remove: (runId) => rm(folderOf(runId), { recursive: true, force: true }),
  };
}
