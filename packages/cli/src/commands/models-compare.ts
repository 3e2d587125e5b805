import { MlopsError, outcomeOf } from "@mlops/core";

import { defineCommand } from "../command.ts";

export default defineCommand({
  name: "models compare",
  summary: "Compare registered models: metrics side by side, what differs, whether the same rows judged them.",
  description:
    "The best value of each metric is marked by the metric's own direction. Metrics that were measured on different data cannot be compared: the answer then is degraded and says so.",
  examples: [
    { line: "models compare german-credit-risk/1 german-credit-risk/2", summary: "two versions" },
    { line: "models compare german-credit-risk german-credit-risk/2 --json", summary: "the champion and version 2" },
  ],
  arguments: [
    {
      name: "MODEL",
      summary:
        "two or more: NAME, NAME/3, models:/NAME/3, models:/NAME@ALIAS, models:/NAME (its champion), runs:/ID/PATH",
      required: true,
      repeats: true,
    },
  ],
  options: {},
  async run({ services }, { positional }) {
    if (positional.length < 2) {
      throw new MlopsError(
        "ARGUMENT_MISSING",
        `mlops models compare needs two models or more, and got ${positional.length}.`,
        {
          hint: "`mlops models list` lists the models, `mlops models show NAME` its versions.",
          details: { given: [...positional] },
        },
      );
    }
    const [{ modelRegistry }, { compareModels }, { comparisonDocument, comparisonReasons, comparisonText }, shown] =
      await Promise.all([
        import("@mlops/store"),
        import("../models/compare-models.ts"),
        import("../models/comparison-answer.ts"),
        import("../models/shown-model.ts"),
      ]);
    const registry = modelRegistry(await services.store(), services.clock());
    const journal = await services.journal();
    const models = await Promise.all(
      positional.map(async (given) => {
        const version = await shown.shownModel(registry, given, process.cwd());
        const run = version.runId === undefined ? undefined : await journal.get(version.runId);
        return { version, ...(run !== undefined && { run }) };
      }),
    );
    const comparison = compareModels(models);
    return {
      outcome: outcomeOf(comparisonReasons(comparison)),
      document: comparisonDocument(comparison),
      human: (style) => comparisonText(comparison, style),
    };
  },
});
