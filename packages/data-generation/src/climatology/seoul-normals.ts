/** The climate of one calendar month. */
export interface MonthlyNormal {
  /** °C, mean of the month. */
  readonly temperature: number;
  /** °C, mean of the daily highest. */
  readonly highest: number;
  /** °C, mean of the daily lowest. */
  readonly lowest: number;
  /** Percent. */
  readonly relativeHumidity: number;
  /** Millimetres in the month. */
  readonly precipitation: number;
  /** Days with at least 0.1 mm. */
  readonly wetDays: number;
}

type Row = readonly [number, number, number, number, number, number];

/**
 * Climatological normals 1991–2020 of Seoul (station 108), January first, as published by the Korea Meteorological
 * Administration (https://data.kma.go.kr, climate statistics, normals). Columns as in `MonthlyNormal`. They were written
 * down from general knowledge and not compared with the publication; they agree with its figures for the year as known:
 * 12.8 °C, 17.4 °C, 8.9 °C, 61.8 %, 1417.9 mm on 108.6 days. Nothing but synthetic weather is made of them.
 */
const ROWS: readonly Row[] = [
  [-2.0, 2.1, -5.5, 56.2, 16.8, 6.1],
  [0.7, 5.1, -3.2, 54.6, 28.2, 5.8],
  [6.1, 11.0, 1.9, 54.6, 36.9, 7.0],
  [12.6, 17.9, 8.0, 54.8, 72.9, 8.4],
  [18.2, 23.6, 13.5, 59.7, 103.6, 8.6],
  [22.7, 27.6, 18.7, 65.7, 129.5, 9.9],
  [25.3, 29.0, 22.3, 76.2, 414.4, 16.3],
  [26.1, 30.0, 22.9, 73.5, 348.2, 14.7],
  [21.6, 26.2, 17.7, 66.4, 141.5, 9.1],
  [15.0, 20.2, 10.6, 61.8, 52.2, 6.1],
  [7.5, 11.9, 3.5, 60.4, 51.1, 8.8],
  [0.2, 4.2, -3.4, 57.8, 22.6, 7.8],
];

export const SEOUL_NORMALS: readonly MonthlyNormal[] = ROWS.map(
  ([temperature, highest, lowest, relativeHumidity, precipitation, wetDays]) => ({
    temperature,
    highest,
    lowest,
    relativeHumidity,
    precipitation,
    wetDays,
  }),
);

/** m/s: the same source's mean of the year. */
export const SEOUL_WIND_SPEED = 2.3;
