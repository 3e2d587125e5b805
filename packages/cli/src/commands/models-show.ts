import { formatInstant, MlopsError } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { moveFields, versionDetails, versionUri } from "../models/model-fields.ts";
import { renderFields, renderTable } from "../render/table.ts";
import { valueText } from "../render/value-text.ts";
import { metricsText } from "../runs/run-text.ts";

export default defineCommand({
  name: "models show",
  summary: "Show one version of a model: signature, metrics, baselines, alias history.",
  examples: [
    { line: "models show models:/commute-weather", summary: "its champion" },
    { line: "models show models:/commute-weather/3", summary: "version 3" },
  ],
  arguments: [
    { name: "MODEL", summary: "models:/name/3, models:/name@alias, models:/name, runs:/id/path", required: true },
  ],
  options: {},
  async run({ services }, { arguments: { model: uri = "" } }) {
    const { modelRegistry, resolveModel } = await import("@mlops/store");
    const registry = modelRegistry(await services.store(), services.clock());
    const resolved = await resolveModel(registry, uri, process.cwd());
    if (resolved.kind === "file") {
      throw new MlopsError("MODEL_URI_INVALID", `"${uri}" is a file: only registered models can be shown.`);
    }
    const { version } = resolved;
    const history = await registry.history(version.name);
    const aliases = await registry.aliases(version.name);
    const own = Object.entries(aliases).flatMap(([alias, number]) => (number === version.version ? [`@${alias}`] : []));
    return {
      outcome: { status: "ok", reasons: [] },
      document: { model: versionDetails(version), aliases, aliasHistory: history.map(moveFields) },
      human: (style) =>
        [
          renderFields(
            [
              ["model", versionUri(version)],
              ["aliases", own.join(", ") || "–"],
              ["digest", version.digest],
              ["run", version.runId],
              ["registered", formatInstant(version.recordedAt)],
              ["trained through", version.trainedThrough === undefined ? null : formatInstant(version.trainedThrough)],
              ["metrics", metricsText(version.metrics)],
              ...Object.entries(version.baselines ?? {}).map(
                ([name, metrics]) => [`baseline ${name}`, metricsText(metrics)] as const,
              ),
              ["reasons", (version.reasons ?? []).join(", ") || "–"],
              ["signature", valueText(version.signature)],
            ],
            style,
          ),
          renderTable(
            ["ALIAS", "FROM", "TO", "AT", "WHY"],
            history.map(({ alias, previous, version: to, at, reason }) => [
              `@${alias}`,
              previous,
              to,
              formatInstant(at),
              reason,
            ]),
            style,
          ),
        ].join("\n\n"),
    };
  },
});
