import { defineCommand } from "../command.ts";
import { versionFields } from "../models/model-fields.ts";
import { renderTable } from "../render/table.ts";
import { instantText, metricsText } from "../runs/run-text.ts";

export default defineCommand({
  name: "models list",
  summary: "List the registered models with their newest version and aliases.",
  examples: [{ line: "models list", summary: "by name" }],
  options: {},
  async run({ services }) {
    const { modelRegistry } = await import("@mlops/store");
    const models = await modelRegistry(await services.store(), services.clock()).models();
    return {
      outcome: { status: "ok", reasons: [] },
      document: { models: models.map(({ newest, aliases }) => ({ ...versionFields(newest), aliases })) },
      human: (style) =>
        models.length === 0
          ? "No models."
          : renderTable(
              ["MODEL", "NEWEST", "ALIASES", "TRAINED THROUGH", "METRICS"],
              models.map(({ name, newest, aliases }) => [
                name,
                newest.version,
                Object.entries(aliases)
                  .map(([alias, version]) => `@${alias} ${version}`)
                  .join(", "),
                newest.trainedThrough === undefined ? "–" : instantText(newest.trainedThrough),
                metricsText(newest.metrics),
              ]),
              style,
            ),
    };
  },
});
