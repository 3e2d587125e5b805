import { defineCommand } from "../command.ts";
import { integer } from "../options/option.ts";
import { trackingOptions } from "../options/tracking-options.ts";
import { weatherOptions } from "../options/weather-options.ts";

export default defineCommand({
  name: "collect",
  aliases: ["hourly"],
  summary: "Fetch and store raw and normalised observations.",
  examples: [
    { line: "collect --hours-back 24", summary: "the last day" },
    { line: "collect --hours-back 168 --source open-meteo --station 108:112", summary: "a week of two stations" },
  ],
  options: {
    hoursBack: integer("How many hours.", { min: 1, max: 87_600, defaultText: "1" }),
    ...weatherOptions,
    ...trackingOptions,
  },
  async run(context, { options }) {
    const [{ collectWorkflow }, { loadWeather }, { executeWeather }, { collectAnswer }, { answerForStations }] =
      await Promise.all([
        import("@mlops/pipelines"),
        import("../weather/load-weather.ts"),
        import("../weather/execute-weather.ts"),
        import("../weather/collect-answer.ts"),
        import("../weather/station-documents.ts"),
      ]);
    const work = await loadWeather(context, options);
    const hoursBack = options.hoursBack ?? 1;
    const executions = await executeWeather(context, options, work, collectWorkflow, (plan) => ({ plan, hoursBack }));
    return answerForStations(executions.map(collectAnswer), work.reasons);
  },
});
