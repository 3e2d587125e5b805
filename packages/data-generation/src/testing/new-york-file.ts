import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach } from "vitest";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

export async function temporaryFile(name: string, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mlops-file-source-"));
  folders.push(folder);
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** The mapping of the shipped recipe. */
export const newYorkColumns = {
  station: "origin",
  observed_at: "time_hour",
  temperature: { column: "temp", unit: "fahrenheit" },
  dew_point: { column: "dewp", unit: "fahrenheit" },
  relative_humidity: { column: "humid", unit: "percent" },
  wind_direction: { column: "wind_dir", unit: "degrees" },
  wind_speed: { column: "wind_speed", unit: "mph" },
  wind_gust: { column: "wind_gust", unit: "mph" },
  precipitation: { column: "precip", unit: "inch" },
  pressure: { column: "pressure", unit: "mbar" },
  visibility: { column: "visib", unit: "mile" },
} as const;

export const newYorkHeader =
  "origin,year,month,day,hour,temp,dewp,humid,wind_dir,wind_speed,wind_gust,precip,pressure,visib,time_hour";

/** Invented hours in the layout of the New York file. Line 2 is the first. */
export const newYorkLines = [
  "JFK,2013,1,1,1,50,41,71.5,270,10,NA,0,1012.6,10,2013-01-01T06:00:00Z",
  "LGA,2013,1,1,1,51.8,41,66,280,5,NA,0,1012,10,2013-01-01T06:00:00Z",
  "JFK,2013,1,1,2,33.8,NA,90,NA,20,30,0.5,1000.25,0.25,2013-01-01T07:00:00Z",
  "JFK,2013,1,1,3,warm,32,95,90,400,NA,NA,NA,2,2013-01-01T08:00:00Z",
  "JFK,2013,1,1,2,99,32,95,90,1,NA,0,1000,2,2013-01-01T07:00:00Z",
  "JFK,2013,1,1,5,41,32,95,90,1,NA,0.1,1000,2,2013-01-01T10:00:00Z",
  "JFK,2013,1,1,6,41,32,95,90,1,NA,0.1,1000,2,someday",
  "JFK,2013,1,1",
];

export function newYorkFile(): Promise<string> {
  return temporaryFile("weather.csv", `${[newYorkHeader, ...newYorkLines].join("\n")}\n`);
}
