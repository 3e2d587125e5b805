import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { defineTracker, type OpenTracker, type TrackerContext } from "../tracker.ts";
import { offlineRun } from "../wandb/offline/offline-run.ts";
import { type LiveUpload, liveUpload } from "../wandb/online/live-upload.ts";

const options = z.strictObject({
  /** Folder in which `wandb/` lies. */
  root: z.string().min(1),
  project: z.string().min(1),
  entity: z.string().default(""),
  producer: z.string().default("mlops"),
  mode: z.enum(["online", "offline"]).default("offline"),
  baseUrl: z.string().default("https://api.wandb.ai"),
  /** Where the server's pages are, if not at the usual place. */
  appUrl: z.string().optional(),
  /** Without one a run is recorded only. */
  apiKey: z.string().optional(),
  /** Seconds between two uploads while the run goes on. */
  syncSeconds: z.number().positive().default(15),
  /** Proxy and certificate settings. */
  environment: z.record(z.string(), z.string().optional()).optional(),
});

/** Beside the spool: offset of the last entry that the log has. */
export const WANDB_CURSOR = "wandb.cursor";

export default defineTracker({
  name: "wandb",
  summary: "Weights & Biases: a run folder that `wandb sync` uploads, and uploads of its own.",
  options,
  async open({ root, project, entity, producer, ...settings }, context): Promise<OpenTracker> {
    const run = offlineRun({
      root,
      project,
      entity,
      producer,
      staging: join(context.folder, "staging"),
      monotonic: () => context.clock.monotonic(),
      warn: context.warn,
    });
    let live: LiveUpload | undefined;
    const upload = (): void => {
      if (live || settings.mode === "offline" || settings.apiKey === undefined || !run.inPlace || !run.folder) return;
      live = liveUpload({ ...connection(settings, producer, context), folder: run.folder });
    };
    const advance = (): void => {
      run.flush();
      upload();
    };
    return {
      accept: (entries) => run.accept(entries),
      tick: advance,
      async finish() {
        advance();
        if (run.complete) writeFileSync(join(context.folder, WANDB_CURSOR), String(run.lastOffset));
        const sent = await live?.finish();
        const folder = run.folder?.path;
        const isDone = run.complete && (sent?.complete ?? true);
        return {
          status: isDone ? "complete" : "pending",
          needsSpool: !run.complete,
          ...(folder !== undefined && { folder }),
          ...(sent?.url !== undefined && { place: sent.url }),
          ...(sent?.reason !== undefined && { reason: sent.reason }),
        };
      },
      async [Symbol.asyncDispose]() {
        run[Symbol.dispose]();
      },
    };
  },
});

function connection(
  {
    baseUrl,
    appUrl,
    apiKey = "",
    syncSeconds,
    environment,
  }: Pick<z.output<typeof options>, "baseUrl" | "appUrl" | "apiKey" | "syncSeconds" | "environment">,
  userAgent: string,
  { clock, entropy, offline, signal, warn, onPlace, onStop }: TrackerContext,
) {
  return {
    baseUrl,
    key: apiKey,
    userAgent,
    offline,
    environment: environment ?? process.env,
    intervalMs: syncSeconds * 1000,
    clock,
    entropy,
    signal,
    warn,
    onPlace,
    onStop,
    ...(appUrl !== undefined && { appUrl }),
  };
}
