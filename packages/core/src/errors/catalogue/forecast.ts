import type { CatalogueArea } from "../catalogue-entry.ts";

export const forecast = {
  CLOCK_OUTSIDE_DATA: {
    category: "invalid",
    summary: "The instant of the run lies outside what the source holds.",
    cause: "--at, or today's date, is before the first or long after the last observation of a file.",
    mend: "Choose an instant inside the span that the message shows, or another --source.",
    example: "mlops realtime --source file --source-file weather.csv --station JFK --at 2013-10-05T12:00:00Z",
  },
  OBSERVATIONS_MISSING: {
    category: "unavailable",
    summary: "The source has no observation of the station in the hours that are needed.",
    cause: "A station that does not report, or a service that is behind.",
    mend: "Try another --station, a later --at, or look at what the source sends with `mlops collect`.",
    example: "mlops collect --hours-back 24 --station 108",
  },
  MODEL_SAW_LATER_DATA: {
    category: "invalid",
    summary: "The model was trained on data from after the instant of the run.",
    cause: "A run with --at in the past and a model that was trained with later observations.",
    mend: "Train with an earlier --at into another --home, or choose a later --at for the run.",
    example: "mlops train --at 2013-06-01T00:00:00Z --home .mlops-june",
  },
  MODEL_NOT_FOR_THIS_FORECAST: {
    category: "invalid",
    summary: "The model does not predict what the recipe asks for.",
    cause: "Its features, target, horizon or station are others than the recipe's.",
    mend: "Train with this recipe, or name a model that fits it.",
    example: "mlops models list",
  },
  TRAINING_DATA_SYNTHETIC: {
    category: "unavailable",
    summary: "There is no real weather to learn from.",
    cause: "The chosen source makes its observations from climate normals; those never train a model.",
    mend: "Name a file with history, set KMA_AUTH_KEY, or use --source open-meteo.",
    example: "mlops train --source file --source-file weather.csv --station JFK",
  },
  TRAINING_DATA_CHANGED: {
    category: "conflict",
    summary: "The observations of a training run changed between its steps.",
    cause: "The run was interrupted, and the store was changed by hand before it was resumed.",
    mend: "Train again: the new run reads the observations as they are now.",
    example: "mlops train --recipe-file recipes/commute-weather.yaml",
  },
  TRAINING_ROWS_TOO_FEW: {
    category: "invalid",
    summary: "The history holds too few complete hours to train and judge a model.",
    cause: "A short file, many gaps, or a small source.history_days.",
    mend: "Give more history: a longer file, an earlier start, or source.history_days in the recipe.",
  },
  MODEL_EXPORT_DIFFERS: {
    category: "failed",
    summary: "The exported ONNX file does not predict what the trained model predicts.",
    cause: "A fault of the export or of ONNX Runtime; such a model is never registered.",
    mend: "Report it with the run's id; the earlier versions stay in use.",
  },
  RECIPE_NOT_A_FORECAST: {
    category: "invalid",
    summary: "The recipe does not describe a weather forecast.",
    cause: "It lacks the sections source, stations, features and forecast.",
    mend: "Use recipes/commute-weather.yaml, or a recipe with those sections.",
    example: "mlops realtime --recipe-file recipes/commute-weather.yaml",
  },
  SOURCE_OPTIONS_INVALID: {
    category: "invalid",
    summary: "A weather source cannot be opened with the options it was given.",
    cause: "A missing or misspelt value in the recipe's or the config's `source` section, or a wrong --base-url.",
    mend: "Mend the option that the message names.",
    example: "mlops realtime --source http --base-url http://127.0.0.1:8080",
  },
  STATION_UNKNOWN: {
    category: "invalid",
    summary: "The recipe does not describe the station.",
    cause: "A misspelt --station, or a station that has no entry under `stations`.",
    mend: "Add the station with its time_zone and holidays to the recipe.",
    example: "stations: {JFK: {time_zone: America/New_York, holidays: none}}",
  },
} as const satisfies CatalogueArea;
