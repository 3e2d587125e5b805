import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { answerOf, expectFailure } from "./answers.ts";
import { mlops, temporaryFolder } from "./command.ts";
import { expectDenseRegistry, listRuns, predictionsOf, resumeLatest, versionsOf } from "./runs.ts";
import { startMlops } from "./started-command.ts";
import { documentsOf } from "./store-file.ts";
import { fileSource, hours, instantOf, writeWeather } from "./weather-file.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let source: readonly string[];

beforeAll(async () => {
  folder = await temporaryFolder();
  const file = join(folder.path, "weather.csv");
  await writeWeather(file);
  source = fileSource(file);
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

interface Predicted {
  readonly runId: string;
  readonly prediction: { readonly value: number };
}

interface Trained {
  readonly runId: string;
  readonly model: { readonly version: number; readonly alias: string | null };
}

interface ObservationDocument {
  readonly observedAt: number;
  readonly revision: number;
}

test("eight realtime at once, on a state folder that is not there yet, all succeed and store each hour once", async () => {
  const home = join(folder.path, "cold");
  const args = ["realtime", ...source, "--at", instantOf(hours - 12), "--home", home, "--json"];
  const results = await Promise.all(Array.from({ length: 8 }, () => mlops(args)));
  const answers = results.map((result) => answerOf(result) as Predicted);
  expect(new Set(answers.map(({ runId }) => runId)).size).toBe(8);
  expect(new Set(answers.map(({ prediction }) => prediction.value)).size).toBe(1);

  const runs = await listRuns(home);
  expect(runs.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => "succeeded"));
  const predictions = predictionsOf(home);
  expect(predictions.map(({ runId }) => runId)).toHaveLength(8);
  expect(new Set(predictions.map(({ runId }) => runId))).toEqual(new Set(answers.map(({ runId }) => runId)));
  const observations = documentsOf<ObservationDocument>(home, "weather_observations");
  expect(observations.every(({ revision }) => revision === 1)).toBe(true);
  expect(new Set(observations.map(({ observedAt }) => observedAt)).size).toBe(observations.length);
});

test("two trainings at once: two versions without a gap, and an alias that stands for the later move", async () => {
  const home = join(folder.path, "two-trainings");
  const args = ["train", ...source, "--at", instantOf(hours - 48), "--home", home, "--json"];
  const results = await Promise.all([mlops(args), mlops(args)]);
  const answers = results.map((result) => answerOf(result) as Trained);
  expect(new Set(answers.map(({ model }) => model.version))).toEqual(new Set([1, 2]));
  expect(answers.map(({ model }) => model.alias)).toEqual(["champion", "champion"]);
  expect(new Set(versionsOf(home).map(({ dataDigest }) => dataDigest)).size).toBe(1);
  const moves = expectDenseRegistry(home);
  expect(moves).toHaveLength(2);

  const later = ["realtime", ...source, "--at", instantOf(hours - 12), "--home", home, "--json"];
  const last = moves.at(-1)?.version;
  expect(answerOf(await mlops(later))).toMatchObject({ model: { version: last } });
});

test.skipIf(process.platform === "win32")("a run that lives is not resumed: the answer names its process", async () => {
  const home = join(folder.path, "live");
  const paused = Promise.withResolvers<void>();
  const args = ["train", ...source, "--at", instantOf(hours - 48), "--home", home, "--json"];
  const training = startMlops(args, {}, (line, self) => {
    if (!line.startsWith("✓ choose-source ")) return;
    self.kill("SIGSTOP");
    paused.resolve();
  });
  await Promise.race([paused.promise, training.ended]);
  const [run] = await listRuns(home);
  expect(run?.status).toBe("running");
  const resumed = await mlops(["pipeline", "resume", run?.runId ?? "", "--home", home, "--json"]);
  expectFailure(resumed, {
    exit: 7,
    code: "RUN_HELD",
    names: [run?.runId ?? "", new RegExp(`\\b${training.pid}\\b`)],
  });
  training.kill("SIGCONT");
  const trained = answerOf(await training.ended) as Trained;
  expect(trained.runId).toBe(run?.runId);
  expect(await resumeLatest(home)).toMatchObject({ runId: trained.runId, origin: "replayed" });
  expect(versionsOf(home)).toHaveLength(1);
});
