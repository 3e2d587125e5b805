import { existsSync } from "node:fs";
import { join } from "node:path";

import { requireService } from "@mlops/conformance";
import { expect, test } from "vitest";

import { mlops, projectRoot, temporaryFolder } from "./command.ts";

const weatherFile = join(projectRoot, "../shared/data/nyc_weather_2013.csv");
const available = requireService("shared", existsSync(weatherFile));
const source = ["--source", "file", "--source-file", weatherFile, "--station", "JFK", "--json"];

interface Realtime {
  readonly status: string;
  readonly reasons: readonly string[];
  readonly prediction: { readonly value: number; readonly targetAt: string; readonly confidence: number | null };
  readonly model: { readonly name: string; readonly version: number; readonly uri: string };
}

test.skipIf(!available)("train, then predict: sensible and reproducible on a year of real weather", async () => {
  await using folder = await temporaryFolder();
  const home = ["--home", folder.path];
  const train = await mlops([
    "train", "--recipe-file", "recipes/commute-weather.yaml", ...source, ...home, "--at", "2013-10-01T00:00:00Z",
  ]); // prettier-ignore
  expect(train.exitCode, train.stderr).toBe(0);
  const trained = JSON.parse(train.stdout) as {
    model: { uri: string };
    metrics: Record<string, number>;
    baselines: Record<string, Record<string, number>>;
  };
  expect(trained.metrics["rmse"]).toBeLessThan(trained.baselines["persistence"]?.["rmse"] ?? 0);
  expect(trained.metrics["mae"]).toBeLessThan(3);

  const predict = (): ReturnType<typeof mlops> =>
    mlops(["realtime", ...source, ...home, "--at", "2013-10-05T12:00:00Z"]);
  const first = JSON.parse((await predict()).stdout) as Realtime;
  const second = JSON.parse((await predict()).stdout) as Realtime;
  expect(first.status).toBe("ok");
  expect(first.prediction.targetAt).toBe("2013-10-05T13:00:00Z");
  expect(first.prediction.value).toBeGreaterThanOrEqual(0);
  expect(first.prediction.value).toBeLessThanOrEqual(100);
  expect(second.prediction).toEqual(first.prediction);

  const early = await mlops(["realtime", ...source, ...home, "--at", "2013-06-01T12:00:00Z"]);
  expect(early.exitCode).toBe(3);
  expect(JSON.parse(early.stdout)).toMatchObject({ error: { code: "MODEL_SAW_LATER_DATA" } });
});
