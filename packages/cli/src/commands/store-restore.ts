import { resolve } from "node:path";

import { defineCommand } from "../command.ts";
import { flag } from "../options/option.ts";

export default defineCommand({
  name: "store restore",
  summary: "Put a backup in the state folder, after all of its bytes were verified.",
  description:
    "Stop everything that uses the state folder first. A store that is there is refused; with --force it is set " +
    "aside under backups/, never deleted.",
  examples: [
    { line: "store restore .mlops/backups/store-20131005T120000000Z.db --force", summary: "go back to it" },
    { line: "store restore /mnt/backup/store-20131005T120000000Z.db --home new", summary: "into another folder" },
    { line: "store restore /mnt/backup/store-20131005T120000000Z.db --dry-run", summary: "only verify it" },
  ],
  arguments: [
    { name: "FILE", summary: "the .db file of a backup; its manifest and blobs/ stand beside it", required: true },
  ],
  options: {
    force: flag("Replace a store that is there; it is kept under backups/."),
    dryRun: flag("Change nothing; verify the backup and say what would happen."),
  },
  async run({ services, signal }, { options: { force, dryRun }, arguments: { file = "" } }) {
    const { restoreSqlite } = await import("@mlops/store");
    const { home } = await services.configuration();
    const { path, replaced, manifest } = await restoreSqlite({
      file: resolve(file),
      home,
      force,
      dryRun,
      at: services.clock().wall(),
      unique: Buffer.from(services.entropy(8)).toString("hex"),
      signal,
    });
    const { takenAt, schemaVersion, collections, blobs } = manifest;
    const documents = Object.values(collections).reduce((sum, count) => sum + count, 0);
    return {
      outcome: { status: "ok", reasons: [] },
      document: { dryRun, path, replaced: replaced ?? null, takenAt, schemaVersion, documents, blobs: blobs.length },
      human: (style) =>
        [
          `${style.green(dryRun ? "verified; would restore" : "restored")} ${documents} documents and ` +
            `${blobs.length} blobs of ${takenAt} to ${path}`,
          ...(replaced === undefined
            ? []
            : [`${dryRun ? "would set aside" : "set aside"} the store of before as ${replaced}`]),
        ].join("\n"),
    };
  },
});
