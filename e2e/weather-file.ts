import { writeFile } from "node:fs/promises";

/** The first hour of the generated weather, UTC; JFK's clocks change on its twelfth day. */
export const firstHour = Date.UTC(2023, 2, 1);
export const hours = 40 * 24;
const HOUR = 3_600_000;

export const header =
  "origin,year,month,day,hour,temp,dewp,humid,wind_dir,wind_speed,wind_gust,precip,pressure,visib,time_hour";

/** The instant of an hour of the file, as flags take it. */
export function instantOf(hour: number): string {
  return new Date(firstHour + hour * HOUR).toISOString().replace(".000", "");
}

/** One row in the layout that the shipped recipe maps. The same hour is the same row. */
export function weatherRow(hour: number): string {
  const draw = uniform(hour);
  const at = new Date(firstHour + hour * HOUR);
  const front = 12 * Math.sin(hour / 37);
  const temperature = 50 + front + 12 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) + 3 * draw();
  const wind = 6 + 6 * Math.sin(hour / 53) + 5 * draw();
  const rain = Math.sin(hour / 29) > 0.8 ? 0.3 * draw() : 0;
  return [
    "JFK",
    at.getUTCFullYear(),
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    temperature.toFixed(2),
    (temperature - 12).toFixed(2),
    (50 + 30 * draw()).toFixed(2),
    Math.floor(36 * draw()) * 10,
    wind.toFixed(2),
    "NA",
    rain.toFixed(2),
    (1012 + front / 2 + draw()).toFixed(1),
    10,
    instantOf(hour),
  ].join(",");
}

/** Forty days of hourly weather of JFK: enough to train on in a second. */
export function weatherRows(): string[] {
  return Array.from({ length: hours }, (_, hour) => weatherRow(hour));
}

export async function writeWeather(path: string, rows: readonly string[] = weatherRows()): Promise<void> {
  await writeFile(path, `${[header, ...rows].join("\n")}\n`);
}

/** Flags that read the file as station JFK. */
export function fileSource(path: string): readonly string[] {
  return ["--source", "file", "--source-file", path, "--station", "JFK"];
}

/** Numbers in [0, 1) that the hour alone decides (mulberry32). */
function uniform(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
