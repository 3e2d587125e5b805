import { defineCommand } from "../command.ts";
import { flag } from "../options/option.ts";

export default defineCommand({
  name: "sync",
  summary: "Upload what was tracked and is still here.",
  description:
    "Sends run folders to W&B, each once: a run is marked as synced only after the server has confirmed all of it, and what it has confirmed is not sent again. Without a path, all runs of the project. Runs of the official client can be sent too.",
  examples: [
    { line: "sync", summary: "everything that waits" },
    { line: "sync --dry-run", summary: "what would leave this machine" },
    { line: "sync wandb/offline-run-20260131_235959-r20260131235959abc123", summary: "one run" },
  ],
  arguments: [
    { name: "PATH", summary: "a run's folder, its log, or a folder with runs", required: false, repeats: true },
  ],
  options: {
    dryRun: flag("Show what would be sent, and send nothing."),
    includeSynced: flag("Also runs that were synced before: send them again from the start."),
  },
  async run(context, { options, positional }) {
    const { syncTracked } = await import("../tracking/sync-tracked.ts");
    return syncTracked(context, positional, options);
  },
});
