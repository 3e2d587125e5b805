import {
  decimal,
  instant,
  integer,
  invalid,
  type OptionDefinition,
  type OptionValues,
  path,
  text,
  value,
} from "./option.ts";

const weatherSourceNames = ["auto", "kma", "open-meteo", "http", "file", "climatology"] as const;

/** Options of every command that reads observations. */
export const weatherOptions = {
  recipeFile: path("The recipe.", { defaultText: "recipes/commute-weather.yaml" }),
  source: sourceName(),
  sourceFile: path("CSV or Parquet file of the source `file`."),
  baseUrl: text("Address of the source `http`, or of a mirror of another one.", { placeholder: "URL" }),
  station: value(
    "Station, or several joined by colons.",
    { placeholder: "ID[:ID…]", aliases: ["station-id"], environment: "KMA_STATION_ID" },
    stations,
  ),
  location: text("Location name that the source `http` is asked for.", {
    placeholder: "NAME",
    environment: "COMMUTE_LOCATION",
  }),
  authKeyFile: path("File that holds the KMA key.", {
    environment: "KMA_AUTH_KEY",
    configKey: "source.kma.auth_key_file",
  }),
  authKey: text("The KMA key itself; warns, because other users of the machine can read it.", {
    placeholder: "KEY",
    caution: "--auth-key shows the key to every user of this machine: use KMA_AUTH_KEY or --auth-key-file.",
    configKey: "source.kma.auth_key",
  }),
  lookbackHours: integer("Hours of observations in the window.", { min: 1, max: 168, defaultText: "3" }),
  timeout: decimal("Seconds before a request is given up.", {
    placeholder: "SECONDS",
    min: 0.001,
    max: 3600,
    configKey: "source.timeout_seconds",
  }),
  at: instant("Act as if it were then; nothing later is seen."),
} as const;

export type WeatherValues = OptionValues<typeof weatherOptions>;

/** A built-in source, or `./file.js` of the project; any other word is a mistake that is named at once. */
function sourceName(): OptionDefinition<string | undefined> {
  const placeholder = "NAME|./FILE";
  const definition = value("Where observations come from.", { placeholder }, (given, name) => {
    if (given.startsWith("./") || weatherSourceNames.some((known) => known === given)) return given;
    const known = `one of ${weatherSourceNames.join(", ")} is needed, or ./FILE for a source of the project`;
    throw invalid(name, given, known);
  });
  return { ...definition, choices: weatherSourceNames };
}

function stations(given: string, name: string): readonly string[] {
  const ids = given.split(":").map((id) => id.trim());
  if (ids.some((id) => !/^[A-Za-z0-9_-]+$/.test(id))) {
    throw invalid(name, given, "station ids are letters, digits, dashes and underscores, joined by colons");
  }
  return [...new Set(ids)];
}
