import { DAY, HOUR, type Instant, MINUTE } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { INCHEON, SEOUL } from "../testing/driver-context.ts";
import { assembleBatch } from "./assemble-batch.ts";
import { blankObservation } from "./blank-observation.ts";
import { requestedHours } from "./requested-hours.ts";

const START = Date.UTC(2024, 0, 1);
const instant = fc.integer({ min: -300, max: 3000 }).map((minutes): Instant => START + minutes * MINUTE);
const located = fc
  .tuple(fc.constantFrom("108", "112", "999"), instant, fc.nat())
  .map(([station, at, line]) => ({ where: `line ${line}`, observation: blankObservation(station, at, "test") }));

describe("assembleBatch", () => {
  it("keeps to what was asked for, sorted and unique, and accounts for every hour", () => {
    fc.assert(
      fc.property(
        fc.array(located, { maxLength: 60 }),
        instant,
        instant,
        instant,
        fc.nat(90),
        (lines, a, b, knownAt, delay) => {
          const request = { stations: [INCHEON, SEOUL], from: Math.min(a, b), to: Math.max(a, b), knownAt };
          const reading = { observations: lines, rejected: [], unusable: [] };
          const { observations, missing } = assembleBatch(request, delay, [reading]);
          const order = observations.map(({ station, observedAt }) => `${station} ${observedAt}`);
          expect(order).toEqual([...new Set(order)].sort());
          for (const { station, observedAt } of observations) {
            expect(["108", "112"]).toContain(station);
            expect(observedAt >= request.from && observedAt < request.to).toBe(true);
            expect(observedAt + delay * MINUTE).toBeLessThanOrEqual(knownAt);
          }
          const hourOf = (station: string, at: Instant): string => `${station} ${Math.floor(at / HOUR)}`;
          const accounted = new Set([
            ...observations.map(({ station, observedAt }) => hourOf(station, observedAt)),
            ...missing.map(({ station, at }) => hourOf(station, at)),
          ]);
          for (const hour of requestedHours(request)) {
            expect(accounted.has(hourOf("108", hour)) && accounted.has(hourOf("112", hour))).toBe(true);
          }
        },
      ),
    );
  });

  it("takes the later of two lines and reports the earlier", () => {
    const at = START + HOUR;
    const line = (where: string, temperature: number) => ({
      where,
      observation: { ...blankObservation("108", at, "test"), temperature },
    });
    const request = { stations: [SEOUL], from: START, to: START + DAY, knownAt: START + DAY };
    const readings = [{ observations: [line("a:1", 1), line("a:2", 2)], rejected: [], unusable: [] }];
    const batch = assembleBatch(request, 0, readings);
    expect(batch.observations.map(({ temperature }) => temperature)).toEqual([2]);
    expect(batch.rejected).toEqual([
      { where: "a:1", message: "A second observation of the same station and instant is at a:2." },
    ]);
  });
});
