import { defineCommand } from "../command.ts";

export default defineCommand({
  name: "store backup",
  summary: "Back up the store as it is at one instant; other processes may go on.",
  description:
    "A local store becomes store-STAMP.db with store-STAMP.json, its manifest, beside it; its blobs go to blobs/, " +
    "shared by all backups of the folder. A store on a server is copied into a folder of its own. Every byte is read " +
    "back before the backup gets its name.",
  examples: [
    { line: "store backup", summary: "into backups/ of the state folder" },
    { line: "store backup /mnt/backup", summary: "on another disk" },
  ],
  arguments: [
    { name: "DIR", summary: "where backups are kept; backups in the state folder by default", required: false },
  ],
  options: {},
  async run({ services, signal, progress }, { arguments: { dir } }) {
    const { backupFolder } = await import("../store/backup-folder.ts");
    const { takeBackup } = await import("../store/take-backup.ts");
    const folder = await backupFolder(services, dir);
    const taken = await takeBackup({ services, folder, signal, progress });
    progress.clear();
    return {
      outcome: { status: "ok", reasons: [] },
      document: { ...taken },
      human: (style) =>
        [
          `${style.green("backed up")} ${taken.documents} documents and ${taken.blobs} blobs to ${taken.path}`,
          style.dim(`Put it back: ${taken.restore}`),
        ].join("\n"),
    };
  },
});
