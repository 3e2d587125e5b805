import { defineCommand } from "../command.ts";
import { flag } from "../options/option.ts";

export default defineCommand({
  name: "store migrate",
  summary: "Say which schema version the store has, and bring it up to date.",
  description:
    "Every command that opens the store does the same; this one shows what is pending first and can take a backup " +
    "before anything is changed. Where nothing is pending there is nothing to back up: see `store backup`.",
  examples: [
    { line: "store migrate --dry-run", summary: "what is pending?" },
    { line: "store migrate --backup", summary: "back up, then migrate" },
  ],
  options: {
    backup: flag("Take a backup into backups/ of the state folder before the first change."),
    dryRun: flag("Change nothing; say what is pending."),
  },
  async run({ services, signal, progress }, { options: { backup, dryRun } }) {
    const { schemaStateOf } = await import("../store/schema-state.ts");
    const { backupFolder } = await import("../store/backup-folder.ts");
    const { takeBackup } = await import("../store/take-backup.ts");
    const before = await schemaStateOf(services);
    const isChanged = before.pending.length > 0 && !dryRun;
    const folder = await backupFolder(services, undefined);
    const taken = isChanged && backup ? await takeBackup({ services, folder, signal, progress }) : null;
    if (isChanged) await services.store();
    const { found } = isChanged ? await schemaStateOf(services) : before;
    progress.clear();
    const { location, supported, pending } = before;
    return {
      outcome: { status: "ok", reasons: [] },
      document: { dryRun, location, from: before.found, to: found, supported, pending, backup: taken },
      human: (style) => {
        if (before.found === null)
          return `There is no store yet: ${location} is made with schema version ${supported}.`;
        if (pending.length === 0) {
          return `${style.green("current")} ${location} has schema version ${before.found}; nothing is pending.`;
        }
        return [
          ...(taken === null ? [] : [`${style.green("backed up")} ${taken.path}`]),
          ...pending.map(
            ({ version, summary }) => `${dryRun ? "pending" : style.green("applied")} ${version}: ${summary}`,
          ),
          `${location} has schema version ${String(found)}${dryRun ? `; this version of mlops would make it ${supported}` : ""}.`,
        ].join("\n");
      },
    };
  },
});
