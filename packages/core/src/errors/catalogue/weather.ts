import type { CatalogueArea } from "../catalogue-entry.ts";

export const weather = {
  KMA_KEY_MISSING: {
    category: "unavailable",
    summary: "The weather of the KMA was asked for without a key.",
    cause: "Neither KMA_AUTH_KEY nor --auth-key-file nor auth_key of the source is set.",
    mend: "Set KMA_AUTH_KEY or --auth-key-file; a key is free of charge at https://apihub.kma.go.kr.",
    example: "KMA_AUTH_KEY=… mlops realtime --source kma",
  },
  KMA_KEY_REFUSED: {
    category: "unavailable",
    summary: "The KMA refused the key.",
    cause: "A misspelt or expired key, or one that is not yet registered for the hourly ground observations.",
    mend: "Check the key at https://apihub.kma.go.kr and register it for the service that the message names.",
  },
  KMA_QUOTA_EXCEEDED: {
    category: "unavailable",
    summary: "The key's daily quota at the KMA is used up.",
    cause: "More calls, or more data, than the key allows in a day.",
    mend: "Wait until midnight in Korea, or ask for shorter ranges and fewer stations.",
  },
  KMA_RESPONSE_TRUNCATED: {
    category: "unavailable",
    summary: "The KMA's answer has no end mark, again and again.",
    cause: "The connection or a gateway cuts the answer before #7777END.",
    mend: "Try again; if it stays, ask for a shorter range.",
  },
  KMA_RESPONSE_UNEXPECTED: {
    category: "unavailable",
    summary: "The KMA answered something else than a table of observations.",
    cause: "A maintenance page, a wrong base_url, or a changed layout of columns.",
    mend: "Try again later; check base_url against the excerpt in the message.",
  },
  OPEN_METEO_REFUSED: {
    category: "unavailable",
    summary: "Open-Meteo refused the request and said why.",
    cause: "A position, variable or date that the service does not have, or its limit of free calls.",
    mend: "Follow the reason in the message; free use is limited and non-commercial.",
  },
  SOURCE_RESPONSE_INVALID: {
    category: "unavailable",
    summary: "A weather service answered in another form than agreed on.",
    cause: "A wrong base_url, another version of the service, or other units than asked for.",
    mend: "Compare the message with what the service answers at the given address.",
  },
  SOURCE_UNAVAILABLE: {
    category: "unavailable",
    summary: "No source of real weather can be used, and synthetic weather is not allowed.",
    cause: "No key, no network or --offline, while source.allow_synthetic is false.",
    mend: "Mend one of the sources that the message names, or allow synthetic weather with source.allow_synthetic: true.",
    example: "mlops realtime --source file --source-file weather.csv",
  },
  SOURCE_UNKNOWN: {
    category: "invalid",
    summary: "There is no weather source of that name.",
    cause: "A misspelt --source or source.name.",
    mend: "Use one of the names in the message.",
  },
  STATION_POSITION_MISSING: {
    category: "invalid",
    summary: "A source needs the position of a station that has none.",
    cause: "Open-Meteo finds places by latitude and longitude.",
    mend: "Give the station its latitude and longitude in the recipe.",
    example: 'stations: {"108": {time_zone: Asia/Seoul, latitude: 37.571, longitude: 126.966}}',
  },
  VALIDATION_CHECK_UNKNOWN: {
    category: "invalid",
    summary: "A validation names a check that does not exist.",
    cause: "A misspelt check.",
    mend: "Use one of the names in the hint.",
    example: "temperature_range",
  },
  VALIDATION_WITHOUT_CHECKS: {
    category: "invalid",
    summary: "A validation checked nothing, which is never a pass.",
    cause: "An empty list of checks, or a dataset without any column or row that the named checks judge.",
    mend: "Name at least one check that the dataset has data for, or leave the list out to run all.",
  },
} as const satisfies CatalogueArea;
