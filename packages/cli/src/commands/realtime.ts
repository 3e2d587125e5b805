import { defineCommand } from "../command.ts";
import { choice, text } from "../options/option.ts";
import { trackingOptions } from "../options/tracking-options.ts";
import { weatherOptions } from "../options/weather-options.ts";

export default defineCommand({
  name: "realtime",
  summary: "Collect, check, predict and store once.",
  description:
    "Collects the last hours of weather, judges their quality, computes the features and predicts the comfort score some hours ahead with the current model; without a trained model it says so and answers persistence.",
  examples: [
    { line: "realtime", summary: "whatever source can be used, station 108 (Seoul)" },
    { line: "realtime --source open-meteo --station 108:112", summary: "two stations" },
    {
      line: "realtime --source file --source-file weather.csv --station JFK --at 2013-10-05T12:00:00Z",
      summary: "as if it were then",
    },
  ],
  options: {
    ...weatherOptions,
    mode: choice("Which commute the prediction is for.", ["now", "morning", "evening"], {
      placeholder: "MODE",
      defaultText: "now: the commute that the target hour belongs to",
    }),
    shadow: text("A model that predicts beside the current one and is stored, not shown first.", {
      placeholder: "URI",
    }),
    ...trackingOptions,
  },
  async run(context, { options }) {
    const [{ realtimeWorkflow }, { loadWeather }, { executeWeather }, { realtimeAnswer }, { answerForStations }] =
      await Promise.all([
        import("@mlops/pipelines"),
        import("../weather/load-weather.ts"),
        import("../weather/execute-weather.ts"),
        import("../weather/realtime-answer.ts"),
        import("../weather/station-documents.ts"),
      ]);
    const work = await loadWeather(context, options);
    const { mode = "now", shadow } = options;
    const executions = await executeWeather(context, options, work, realtimeWorkflow, (plan) => ({
      plan,
      mode,
      ...(shadow !== undefined && { shadow }),
    }));
    return answerForStations(executions.map(realtimeAnswer), work.reasons);
  },
});
