import type { Instant } from "../time/instant.ts";

export type PrecipitationType = "none" | "rain" | "snow";
export type HolidayCalendar = "KR" | "US" | "none";

/** A station of a recipe. Its hours, days, rush hours and holidays are those of its zone and calendar. */
export interface Station {
  /** `108`, `JFK`. */
  readonly id: string;
  readonly name?: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly holidays: HolidayCalendar;
  /** Degrees, north positive. */
  readonly latitude?: number;
  /** Degrees, east positive. */
  readonly longitude?: number;
}

/** One hourly observation of a station; what was not observed is null, never a default. */
export interface WeatherObservation {
  readonly station: string;
  readonly observedAt: Instant;
  /** °C */
  readonly temperature: number | null;
  /** °C */
  readonly dewPoint: number | null;
  /** Percent, 0–100. */
  readonly relativeHumidity: number | null;
  /** m/s */
  readonly windSpeed: number | null;
  /** Degrees from north, clockwise. */
  readonly windDirection: number | null;
  /** m/s */
  readonly windGust: number | null;
  /** Millimetres in the hour before `observedAt`. */
  readonly precipitation: number | null;
  readonly precipitationType: PrecipitationType | null;
  /** hPa at sea level where the provider gives it, else at the station. */
  readonly pressure: number | null;
  /** Kilometres. */
  readonly visibility: number | null;
  /** Tenths, 0–10. */
  readonly cloudCover: number | null;
  /** MJ/m² in the hour. */
  readonly solarRadiation: number | null;
  /** °C */
  readonly groundTemperature: number | null;
  readonly conditionCode: string | null;
  /** Name of the source: `kma`, `file`. */
  readonly source: string;
  /** True for values that a model of the climate made; they never train, judge or move an alias. */
  readonly synthetic: boolean;
}

export interface ObservationRequest {
  readonly stations: readonly Station[];
  /** Half-open: from ≤ observedAt < to. */
  readonly from: Instant;
  readonly to: Instant;
  /** Only what was known then: observedAt + delay ≤ knownAt. */
  readonly knownAt: Instant;
  readonly signal?: AbortSignal;
}

/** What a provider sent, byte for byte, kept so that parsing can be repeated. The locator holds no secret. */
export interface RawPayload {
  readonly content: Uint8Array;
  readonly mediaType: string;
  readonly locator: string;
  readonly stations: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
}

export interface MissingObservation {
  readonly station: string;
  readonly at: Instant;
  /** Kebab-case: `not-in-response`, `not-yet-known`, `bad-line`. */
  readonly reason: string;
}

/** Input that could not be used, where it stood and why; it is reported, not dropped in silence. */
export interface RejectedInput {
  /** `file.csv:12`, or the URL and line of a response. */
  readonly where: string;
  readonly column?: string;
  readonly text?: string;
  readonly message: string;
}

export interface ObservationBatch {
  /** Sorted by station, then instant; at most one per station and instant. */
  readonly observations: readonly WeatherObservation[];
  readonly payloads: readonly RawPayload[];
  readonly missing: readonly MissingObservation[];
  readonly rejected: readonly RejectedInput[];
}

/** A weather source is a driver: it may be slow, can be cancelled and is disposed. */
export interface WeatherSource extends AsyncDisposable {
  readonly name: string;
  readonly synthetic: boolean;
  /** An observation is known this many minutes after its instant. */
  readonly delayMinutes: number;
  /** The span of stored data where the source has one (files): first and last instant of a station. */
  span?(
    station: Station,
    signal?: AbortSignal,
  ): Promise<{ readonly first: Instant; readonly last: Instant } | undefined>;
  fetch(request: ObservationRequest): Promise<ObservationBatch>;
}
