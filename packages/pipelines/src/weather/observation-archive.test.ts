import { DAY, HOUR, type ObservationBatch, type WeatherObservation } from "@mlops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { minutes, observationAt, seriesOf, START, weatherWorld } from "../testing/weather-world.ts";
import { type ObservationArchive, observationArchive } from "./observation-archive.ts";

const batchOf = (observations: readonly WeatherObservation[]): ObservationBatch => ({
  observations,
  payloads: [],
  missing: [],
  rejected: [],
});
const recording = (at: number, runId = "r20130101000000aaaaaa") => ({ runId, at, recordedAt: at });
const everything = { source: "test", station: "JFK", from: 0, to: START + 100 * DAY, knownAt: Number.MAX_SAFE_INTEGER };

describe("the archive of observations", () => {
  test("stores the same batch once, however often and by however many at once", async () => {
    await using world = await weatherWorld();
    const series = seriesOf(50);
    const archive = observationArchive(world.store);
    const saved = await Promise.all(
      Array.from({ length: 4 }, () => archive.save(batchOf(series), 0, recording(START + 60 * HOUR))),
    );
    expect(saved.reduce((sum, { added }) => sum + added, 0)).toBe(50);
    expect(await archive.find(everything)).toEqual(series);
  });

  test("answers what was known: a correction counts from when it was stored", async () => {
    await using world = await weatherWorld();
    const archive = observationArchive(world.store);
    const first = observationAt(START);
    const corrected = { ...first, temperature: 30 };
    await archive.save(batchOf([first]), 10, recording(START + HOUR));
    const saved = await archive.save(batchOf([corrected]), 10, recording(START + 5 * HOUR));
    expect(saved).toMatchObject({ added: 1, corrected: 1 });
    const knownAt = (at: number): Promise<WeatherObservation[]> => archive.find({ ...everything, knownAt: at });
    expect(await knownAt(START + minutes(9))).toEqual([]);
    expect(await knownAt(START + minutes(10))).toEqual([first]);
    expect(await knownAt(START + 5 * HOUR - 1)).toEqual([first]);
    expect(await knownAt(START + 5 * HOUR)).toEqual([corrected]);
  });

  test("keeps raw payloads as blobs with their digest", async () => {
    await using world = await weatherWorld();
    const payload = {
      content: new TextEncoder().encode("# raw\n"),
      mediaType: "text/plain",
      locator: "http://example.org/kma_sfctm2.php?stn=108",
      stations: ["108"],
      from: START,
      to: START + HOUR,
    };
    const { payloadDigests } = await observationArchive(world.store).save(
      { ...batchOf([]), payloads: [payload] },
      0,
      recording(START),
    );
    const [digest = ""] = payloadDigests;
    expect(new TextDecoder().decode(await world.store.blobs.read(digest))).toBe("# raw\n");
  });

  test("agrees with a list of saves, whatever was saved and asked", async () => {
    const hour = fc.integer({ min: 0, max: 6 });
    const save = fc.record({ hour, at: fc.integer({ min: 0, max: 20 }), temperature: fc.integer({ min: 0, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(save, { maxLength: 12 }), fc.integer({ min: 0, max: 30 }), async (saves, asked) => {
        await using world = await weatherWorld();
        const archive: ObservationArchive = observationArchive(world.store);
        const history: { readonly hour: number; readonly temperature: number; readonly knownAt: number }[] = [];
        for (const { hour, at, temperature } of saves) {
          const observedAt = START + hour * HOUR;
          const recordedAt = START + at * HOUR;
          await archive.save(batchOf([{ ...observationAt(observedAt), temperature }]), 0, recording(recordedAt));
          const last = history.findLast((entry) => entry.hour === hour);
          if (last?.temperature === temperature) continue;
          history.push({ hour, temperature, knownAt: Math.max(observedAt, last ? recordedAt : observedAt) });
        }
        const knownAt = START + asked * HOUR;
        const expected = new Map<number, number>();
        for (const entry of history) if (entry.knownAt <= knownAt) expected.set(entry.hour, entry.temperature);
        const found = await archive.find({ ...everything, knownAt });
        expect(found.map(({ observedAt, temperature }) => [(observedAt - START) / HOUR, temperature])).toEqual(
          [...expected].toSorted(([a], [b]) => a - b),
        );
      }),
      { numRuns: 25 },
    );
  });
});
