// Feature rows of a year of hourly weather: the batch form for training and the single form for one prediction.
// `node bench/features.ts`
import { computeFeatureRows, computeFeatures, featureNames } from "../packages/preprocessing/src/index.ts";
import { HOUR, randomKey, randomStream, utcOf, type WeatherObservation } from "../packages/core/src/index.ts";

const HOURS = 8_760;
const ROUNDS = 15;
const SINGLE_ROWS = 300;
const station = { timeZone: "America/New_York", holidays: "US" } as const;
const start = utcOf(2013, 1, 1) ?? Number.NaN;

const observations = randomWeather();
const instants = observations.map(({ observedAt }) => observedAt);

const batch = medianMilliseconds(() => computeFeatureRows(observations, instants, station));
const single = medianMilliseconds(() => {
  for (let row = HOURS - SINGLE_ROWS; row < HOURS; row++) {
    const reach = observations.slice(row - 27, row + 1);
    computeFeatures({ observations: reach, at: instants[row] ?? Number.NaN, station });
  }
});

const rowsPerSecond = (HOURS / batch) * 1000;
const microseconds = (single / SINGLE_ROWS) * 1000;
const ratio = microseconds / ((batch / HOURS) * 1000);
process.stdout.write(`features per row     ${featureNames.length}\n`);
process.stdout.write(`batch                ${Math.round(rowsPerSecond).toLocaleString("en-US")} rows/s\n`);
process.stdout.write(
  `single               ${microseconds.toFixed(1)} µs/row, ${ratio.toFixed(1)} × a row of the batch\n`,
);

function medianMilliseconds(work: () => void): number {
  const times: number[] = [];
  // The first rounds are the compiler's.
  for (let round = -3; round < ROUNDS; round++) {
    const begin = performance.now();
    work();
    if (round >= 0) times.push(performance.now() - begin);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function randomWeather(): readonly WeatherObservation[] {
  const random = randomStream(randomKey("bench/features"));
  return Array.from({ length: HOURS }, (_, hour) => ({
    station: "JFK",
    observedAt: start + hour * HOUR,
    temperature: 12 + 14 * Math.sin((hour / HOURS) * 2 * Math.PI) + 3 * random.normal(),
    dewPoint: null,
    relativeHumidity: Math.min(100, Math.max(5, 60 + 18 * random.normal())),
    windSpeed: Math.abs(4 + 2 * random.normal()),
    windDirection: 200,
    windGust: null,
    precipitation: random.uniform() < 0.08 ? 2 * random.uniform() : 0,
    precipitationType: null,
    pressure: 1013 + 6 * random.normal(),
    visibility: 16,
    cloudCover: null,
    solarRadiation: null,
    groundTemperature: null,
    conditionCode: null,
    source: "bench",
    synthetic: true,
  }));
}
