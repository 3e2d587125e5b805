import { resolve } from "node:path";

import type { TrainingCheck } from "@mlops/pipelines";

import { defineCommand } from "../command.ts";
import { path } from "../options/option.ts";
import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";
import { packageVersion } from "../version.ts";

export default defineCommand({
  name: "models verify",
  summary: "Hold a model against what its training recorded: file, rows, split, snapshots, versions.",
  description:
    "Reads the data again and parts it again; trains nothing. A part whose rows are not those of the split's manifest fails, and so does a file whose bytes are not the model's.",
  examples: [
    { line: "models verify german-credit-risk", summary: "the champion, else the newest version" },
    { line: "models verify german-credit-risk/2 --data-path copy.csv", summary: "against a copy of its data" },
  ],
  arguments: [
    {
      name: "MODEL",
      summary: "NAME, NAME/3, models:/NAME/3, models:/NAME@ALIAS, models:/NAME (its champion), runs:/ID/PATH",
      required: true,
    },
  ],
  options: { dataPath: path("A copy of the data, instead of where the run read it.") },
  async run({ services, signal }, { arguments: { model: given = "" }, options: { dataPath } }) {
    const [{ modelRegistry }, { currentVersions, verifyTraining }, { shownModel }, { versionUri }] = await Promise.all([
      import("@mlops/store"),
      import("@mlops/pipelines"),
      import("../models/shown-model.ts"),
      import("../models/model-fields.ts"),
    ]);
    const store = await services.store();
    const version = await shownModel(modelRegistry(store, services.clock()), given, process.cwd());
    const run = version.runId === undefined ? undefined : await (await services.journal()).get(version.runId);
    const checks = await verifyTraining(store, {
      artifact: version.digest,
      versions: await currentVersions(packageVersion()),
      signal,
      ...(run && { run }),
      ...(dataPath !== undefined && { dataPath: resolve(dataPath) }),
    });
    const failed = checks.filter(({ result }) => result === "failed").map(({ check }) => `${check}-differs`);
    // Another version of a library is to be known; it does not make the model another one.
    const isBroken = failed.some((reason) => reason !== "requirements-differs");
    const skipped = checks.filter(({ result }) => result === "skipped").map(({ check }) => `${check}-not-verified`);
    return {
      outcome: {
        status: isBroken ? "failed" : failed.length + skipped.length > 0 ? "degraded" : "ok",
        reasons: [...failed, ...skipped],
      },
      document: { model: { name: version.name, version: version.version, uri: versionUri(version) }, checks },
      human: (style) =>
        [
          versionUri(version),
          renderTable(
            ["CHECK", "RESULT", "DETAIL"],
            checks.map(({ check, result, detail }) => [check, resultText(result, style), detail ?? null]),
            style,
          ),
        ].join("\n\n"),
      ...(isBroken && { exit: "failed" as const }),
    };
  },
});

function resultText(result: TrainingCheck["result"], style: Style): string {
  switch (result) {
    case "passed":
      return style.green(result);
    case "failed":
      return style.red(result);
    case "skipped":
      return style.yellow(result);
  }
}
