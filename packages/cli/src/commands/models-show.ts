import { defineCommand } from "../command.ts";

export default defineCommand({
  name: "models show",
  summary: "Show one version of a model: signature, metrics, baselines, versions, alias history.",
  examples: [
    { line: "models list", summary: "which models there are" },
    { line: "models show commute-comfort-JFK", summary: "the champion, else the newest version" },
    { line: "models show models:/commute-comfort-JFK/3", summary: "version 3" },
  ],
  arguments: [
    {
      name: "MODEL",
      summary: "NAME, models:/NAME/3, models:/NAME@ALIAS, models:/NAME (its champion), runs:/ID/PATH",
      required: true,
    },
  ],
  options: {},
  async run({ services }, { arguments: { model: given = "" } }) {
    const [{ modelRegistry }, { moveFields, versionDetails, versionFields }, { modelText }, { shownModel }] =
      await Promise.all([
        import("@mlops/store"),
        import("../models/model-fields.ts"),
        import("../models/model-text.ts"),
        import("../models/shown-model.ts"),
      ]);
    const registry = modelRegistry(await services.store(), services.clock());
    const version = await shownModel(registry, given, process.cwd());
    const { name } = version;
    const [versions, aliases, history] = await Promise.all([
      registry.versions(name),
      registry.aliases(name),
      registry.history(name),
    ]);
    return {
      outcome: { status: "ok", reasons: [] },
      document: {
        model: versionDetails(version),
        versions: versions.map(versionFields),
        aliases,
        aliasHistory: history.map(moveFields),
      },
      human: (style) => modelText({ version, versions, aliases, history }, style),
    };
  },
});
