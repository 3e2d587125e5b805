import { defineCommand } from "../command.ts";
import { flag } from "../options/option.ts";
import { requiredAddress, storeOption } from "../store/store-address.ts";

export default defineCommand({
  name: "store copy",
  summary: "Copy all documents and blobs into another store and verify them.",
  description:
    "A STORE is `configured` (what the configuration says), `sqlite` (the state folder), `sqlite:FOLDER`, or " +
    "`mongodb://HOST/DATABASE`. A password on the command line can be read by other users of the machine: keep it in " +
    "the configuration and write `configured`.\n\n" +
    "What the target holds already is compared and skipped, so that an interrupted copy is finished by the same " +
    "command. Where the target holds other content under an id of the source, nothing is written.",
  examples: [
    { line: "store copy --from sqlite --to configured --env dev", summary: "move from the state folder to a server" },
    { line: "store copy --from configured --to sqlite:copy --env dev", summary: "a server's store as a folder" },
    { line: "store copy --from sqlite --to sqlite:copy --dry-run", summary: "see what would be copied" },
  ],
  options: {
    from: storeOption("The store that is read."),
    to: storeOption("The store that is filled; a folder is made where it is missing."),
    dryRun: flag("Change nothing; say what would be copied and what differs."),
  },
  async run({ services, signal, progress }, { options }) {
    const { runStoreCopy } = await import("../store/run-store-copy.ts");
    const from = requiredAddress(options.from, "--from");
    const to = requiredAddress(options.to, "--to");
    return runStoreCopy({ from, to, dryRun: options.dryRun, services, signal, progress });
  },
});
