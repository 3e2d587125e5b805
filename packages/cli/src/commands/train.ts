import { defineCommand } from "../command.ts";
import { trackingOptions } from "../options/tracking-options.ts";
import { trainOptions } from "../options/train-options.ts";
import { weatherOptions } from "../options/weather-options.ts";

export default defineCommand({
  name: "train",
  summary: "Load, split, fit, judge, register.",
  description:
    "Trains the model that the recipe describes, judges it and its baselines on the last part of the data, registers it as one ONNX file and moves the alias where it earned it.",
  examples: [
    {
      line: "train --recipe-file recipes/commute-weather.yaml --source file --source-file weather.csv --station JFK",
      summary: "on all the hours of a file",
    },
    { line: "train --set forecast.horizon_hours=3", summary: "with one value of the recipe changed" },
  ],
  options: { ...weatherOptions, ...trainOptions, ...trackingOptions },
  async run(context, { options }) {
    const [pipelines, { assertTrainable }, { loadWeather }, { executeWeather }, { trainAnswer }, stations, saving] =
      await Promise.all([
        import("@mlops/pipelines"),
        import("../weather/assert-trainable.ts"),
        import("../weather/load-weather.ts"),
        import("../weather/execute-weather.ts"),
        import("../weather/train-answer.ts"),
        import("../weather/station-documents.ts"),
        import("../weather/save-artifact.ts"),
      ]);
    const work = await loadWeather(context, options, options.set.map(pipelines.settingOf));
    assertTrainable(work.loaded, options);
    const executions = await executeWeather(context, options, work, pipelines.trainForecastWorkflow, (plan) =>
      pipelines.planTraining(work.loaded, plan),
    );
    const answers = [];
    for (const execution of executions) {
      const saved = await saving.saveArtifact(context.services, options.saveDir, execution.result.model);
      answers.push(trainAnswer(execution, saved));
    }
    return stations.answerForStations(answers, work.reasons);
  },
});
