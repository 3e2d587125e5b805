import { join } from "node:path";

import { z } from "zod";

import { defineTracker, type OpenTracker } from "../tracker.ts";
import { offlineRun } from "../wandb/offline/offline-run.ts";

const options = z.strictObject({
  /** Folder in which `wandb/` lies. */
  root: z.string().min(1),
  project: z.string().min(1),
  entity: z.string().default(""),
  producer: z.string().default("mlops"),
  mode: z.enum(["online", "offline"]).default("offline"),
  baseUrl: z.string().optional(),
  apiKey: z.string().optional(),
  /** Seconds between two uploads while the run goes on. */
  syncSeconds: z.number().positive().default(15),
});

export default defineTracker({
  name: "wandb",
  summary: "Weights & Biases: a run folder that `wandb sync` uploads, and uploads of its own.",
  options,
  async open({ root, project, entity, producer }, { folder, clock, warn }): Promise<OpenTracker> {
    const run = offlineRun({
      root,
      project,
      entity,
      producer,
      staging: join(folder, "staging"),
      monotonic: () => clock.monotonic(),
      warn,
    });
    return {
      accept: (entries) => run.accept(entries),
      tick: () => run.flush(),
      async finish() {
        run.flush();
        const path = run.folder?.path;
        return {
          status: run.complete ? "complete" : "pending",
          needsSpool: !run.complete,
          ...(path !== undefined && { folder: path }),
        };
      },
      async [Symbol.asyncDispose]() {
        run[Symbol.dispose]();
      },
    };
  },
});
