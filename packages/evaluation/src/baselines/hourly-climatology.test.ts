import { describe, expect, it } from "vitest";

import { fitHourlyClimatology, predictHourlyClimatology } from "./hourly-climatology.ts";

describe("hourly climatology", () => {
  const climatology = fitHourlyClimatology([8, 8, 9, 23, 0], [60, 70, 80, 10, 20]);

  it("is the mean by hour, with the hours it did not see", () => {
    expect(climatology.means.map((value, hour) => [hour, value]).filter(([, value]) => value !== null)).toEqual([
      [0, 20],
      [8, 65],
      [9, 80],
      [23, 10],
    ]);
    expect(climatology.overall).toBe(48);
    expect(climatology.unseenHours).toHaveLength(20);
    expect(climatology.counts[8]).toBe(2);
    expect(JSON.parse(JSON.stringify(climatology))).toEqual(climatology);
  });

  it("forecasts the hour's mean, and the overall mean for an hour not seen", () => {
    expect([...predictHourlyClimatology(climatology, [8, 9, 12, 0])]).toEqual([65, 80, 48, 20]);
  });

  it("refuses hours that are none, no truths and uneven series", () => {
    expect(() => fitHourlyClimatology([24], [1])).toThrow("Point 0 has the local hour 24; hours go from 0 to 23.");
    expect(() => predictHourlyClimatology(climatology, [8, 8.5])).toThrow("Point 1 has the local hour 8.5");
    expect(() => predictHourlyClimatology(climatology, [-1])).toThrow("local hour -1");
    expect(() => fitHourlyClimatology([], [])).toThrow("at least one truth");
    expect(() => fitHourlyClimatology([1], [1, 2])).toThrow("There are 2 truths, but the hours are 1.");
  });
});
