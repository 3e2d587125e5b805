import { modelRegistry } from "@mlops/store";
import { expect, test } from "vitest";

import { clockAt, listSource, newYork, START, weatherWorld } from "../testing/weather-world.ts";
import { promoteForecast } from "./register-forecast.ts";

const verdict = { verdict: "promote", reasons: [], n: 100, candidateRmse: 1, comparisons: [] } as const;

test("trainings that promote at once all move the alias, one after the other", async () => {
  await using world = await weatherWorld();
  const ports = world.ports(listSource([]), START);
  const registry = modelRegistry(world.store, clockAt(START));
  const artifact = await world.store.blobs.put(new Uint8Array([1]), { mediaType: "application/onnx" });
  const versions = [1, 2, 3, 4, 5, 6];
  for (const version of versions) {
    await registry.register(
      { name: newYork.modelName, artifact, signature: {}, metrics: {}, synthetic: false, at: START },
      `run-${version}:register`,
    );
  }
  const promote = (version: number): Promise<string | null> =>
    promoteForecast(ports, {
      plan: newYork,
      version,
      verdict,
      runId: `run-${version}`,
      at: START,
      key: `run-${version}:promote`,
    });
  expect(await Promise.all(versions.map(promote))).toEqual(versions.map(() => "champion"));
  const moves = (await registry.history(newYork.modelName, "champion")).toReversed();
  expect(moves.map(({ number }) => number)).toEqual(versions);
  expect(moves.map(({ previous }) => previous)).toEqual([null, ...moves.slice(0, -1).map(({ version }) => version)]);
  expect(await promote(1)).toBe("champion");
  expect(await registry.history(newYork.modelName, "champion")).toHaveLength(versions.length);
});
