import { cp } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { answerOf, documentOf } from "./answers.ts";
import { mlops, temporaryFolder } from "./command.ts";
import {
  expectDenseRegistry,
  type ListedRun,
  listRuns,
  predictionsOf,
  type Resumed,
  resumeLatest,
  type Step,
  stepsOf,
  versionsOf,
} from "./runs.ts";
import { startMlops } from "./started-command.ts";
import { fileSource, hours, instantOf, writeWeather } from "./weather-file.ts";

const RANDOM_KILLS = 15;
/** As many commands run at once as vitest runs tests at once, so that measured durations hold in the tests. */
const AT_ONCE = 5;
const trainSteps = [
  "choose-source",
  "collect-history",
  "build-rows",
  "fit",
  "judge",
  "export",
  "register",
  "promote",
  "report",
];
const realtimeSteps = [
  "choose-source", "collect", "choose-models", "assess-quality", "engineer-features", "validate-features", "predict", "predict-shadow",
]; // prettier-ignore

/** Steps after which much remains to be done, so that the kill comes before the end. */
const slowNext = new Set(["choose-source", "collect-history", "build-rows"]);

interface Trained {
  readonly metrics: Readonly<Record<string, number>>;
  readonly model: { readonly version: number; readonly alias: string | null };
}

interface Predicted {
  readonly prediction: { readonly value: number; readonly model: { readonly uri: string } };
  readonly shadow: { readonly value: number };
}

/** When the process is killed: at a share of an undisturbed run's time, or as soon as a step is reported as done. */
type Moment = { readonly share: number } | { readonly done: string };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let train: readonly string[];
let realtime: readonly string[];
/** State folder in which a model was trained without interruption, and nothing else. */
let trainedHome: string;
let whole: { readonly trained: Trained; readonly dataDigest: string; readonly predicted: Predicted };
let durations: Readonly<Record<"train" | "realtime", Timing>>;
let homes = 0;

beforeAll(async () => {
  folder = await temporaryFolder();
  const file = join(folder.path, "weather.csv");
  await writeWeather(file);
  const source = fileSource(file);
  train = ["train", ...source, "--at", instantOf(hours - 48), "--json"];
  realtime = ["realtime", ...source, "--at", instantOf(hours - 12), "--json"];
  realtime = [...realtime, "--shadow", "models:/commute-comfort-JFK/1"];
  trainedHome = join(folder.path, "trained");
  const training = await undisturbed(train, [trainedHome, ...range(AT_ONCE - 1).map(newHome)]);
  const predicting = await undisturbed(realtime, await Promise.all(range(AT_ONCE).map(copiedHome)));
  const [version] = versionsOf(trainedHome);
  whole = {
    trained: training.answer as Trained,
    dataDigest: version?.dataDigest ?? "",
    predicted: predicting.answer as Predicted,
  };
  durations = { train: training.timing, realtime: predicting.timing };
});

afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

interface Timing {
  /** Milliseconds until the run begins. */
  readonly start: number;
  /** Milliseconds from there to the end of the process. */
  readonly rest: number;
}

/** The command in several folders at once: the answer of the first, and how long the slowest took. */
async function undisturbed(
  args: readonly string[],
  homesOfRuns: readonly string[],
): Promise<{ readonly answer: unknown; readonly timing: Timing }> {
  const runs = await Promise.all(
    homesOfRuns.map(async (home) => {
      const before = performance.now();
      let begun = before;
      const command = startMlops([...args, "--home", home], {}, (_line, { lines }) => {
        if (lines.length === 1) begun = performance.now();
      });
      const answer = answerOf(await command.ended);
      return { answer, start: begun - before, rest: performance.now() - begun };
    }),
  );
  const [first] = runs;
  if (first === undefined) throw new Error("no folder was given");
  const slowest = (part: "start" | "rest"): number => Math.max(...runs.map((run) => run[part]));
  return { answer: first.answer, timing: { start: slowest("start"), rest: slowest("rest") } };
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

function newHome(): string {
  return join(folder.path, `home-${(homes += 1)}`);
}

async function copiedHome(): Promise<string> {
  const home = newHome();
  await cp(trainedHome, home, { recursive: true });
  return home;
}

/** One moment in each fifteenth of the time that a run takes, a few before it has begun, and each step's end. */
function momentsOf(command: "train" | "realtime", steps: readonly string[]): readonly (readonly [string, Moment])[] {
  const shares = range(RANDOM_KILLS).map((index) => (index + Math.random()) / RANDOM_KILLS);
  const early = [-0.9, -0.3, -0.05];
  return [
    ...[...early, ...shares].map((share): [string, Moment] => [
      `${command} at ${(100 * share).toFixed(1)} % of the run`,
      { share },
    ]),
    ...steps.map((done): [string, Moment] => [`${command} when ${done} is done`, { done }]),
  ];
}

interface Killed {
  /** Undefined where the process was killed before it had begun a run. */
  readonly run: ListedRun | undefined;
  readonly before: readonly Step[];
  /** Steps that had been reported as done. */
  readonly reported: readonly string[];
}

/** Kills the process at a moment without a chance to clean up, and reads what it left. */
async function killAt(moment: Moment, args: readonly string[], home: string, timing: Timing): Promise<Killed> {
  const timers: NodeJS.Timeout[] = [];
  const command = startMlops([...args, "--home", home], {}, (line, self) => {
    if ("done" in moment && line.startsWith(`✓ ${moment.done} `)) self.kill("SIGKILL");
    if ("share" in moment && moment.share >= 0 && self.lines.length === 1) {
      timers.push(setTimeout(() => self.kill("SIGKILL"), moment.share * timing.rest));
    }
  });
  if ("share" in moment && moment.share < 0) {
    timers.push(setTimeout(() => command.kill("SIGKILL"), (1 + moment.share) * timing.start));
  }
  await command.ended;
  timers.forEach((timer) => clearTimeout(timer));
  const [run] = (await listRuns(home)).filter(({ kind }) => kind === args[0]);
  return {
    run,
    before: run === undefined ? [] : await stepsOf(home, run.runId),
    reported: command.lines.flatMap((line) => /^✓ (\S+)/.exec(line)?.[1] ?? []),
  };
}

/** A run that had begun is there, whenever it was killed; where much remained to be done, it was cut. */
function expectCut({ run, reported }: Killed, moment: Moment): void {
  const done = "done" in moment ? [moment.done] : [];
  expect(reported).toEqual(expect.arrayContaining(done));
  const mayBeAbsent = "share" in moment && moment.share < 0;
  const mayBeWhole = done.every((step) => !slowNext.has(step));
  const possible = ["interrupted", ...(mayBeWhole ? ["succeeded"] : []), ...(mayBeAbsent ? [undefined] : [])];
  expect(possible).toContain(run?.status);
}

/** Steps that were done before the kill were not executed again; the one that was cut was, once. */
function expectNothingTwice({ before, reported }: Killed, steps: readonly string[], { steps: after }: Resumed) {
  expect(after.map(({ name, status }) => [name, status])).toEqual(steps.map((name) => [name, "succeeded"]));
  for (const name of reported) expect(before.find((step) => step.name === name)?.status).toBe("succeeded");
  for (const step of before) {
    const now = after.find(({ name }) => name === step.name);
    const again = { status: "succeeded", attempt: step.attempt + 1 };
    expect(now).toMatchObject(step.status === "succeeded" ? step : again);
  }
}

/**
 * The result of the killed run, resumed. Where it was killed before it had begun, there is nothing to resume: the command
 * is given again.
 */
async function resultAfter(
  killed: Killed,
  args: readonly string[],
  steps: readonly string[],
  home: string,
): Promise<unknown> {
  if (killed.run === undefined) return answerOf(await mlops([...args, "--home", home]));
  const resumed = await resumeLatest(home);
  expect(resumed.run).toMatchObject({ runId: killed.run.runId, status: "succeeded" });
  expect(resumed.origin).toBe(killed.run.status === "succeeded" ? "replayed" : "resumed");
  expectNothingTwice(killed, steps, resumed);
  return resumed.result;
}

describe.concurrent("killed without warning", () => {
  test.each(momentsOf("train", trainSteps))("%s", async (_name, moment) => {
    const home = newHome();
    const killed = await killAt(moment, train, home, durations.train);
    expectCut(killed, moment);
    const result = await resultAfter(killed, train, trainSteps, home);
    const { metrics } = whole.trained;
    expect(result).toMatchObject({ metrics, model: { version: 1, alias: "champion" } });
    expect(versionsOf(home)).toMatchObject([{ version: 1, dataDigest: whole.dataDigest }]);
    expect(expectDenseRegistry(home)).toHaveLength(1);
  });

  test.each(momentsOf("realtime", realtimeSteps))("%s", async (_name, moment) => {
    const home = await copiedHome();
    const killed = await killAt(moment, realtime, home, durations.realtime);
    expectCut(killed, moment);
    const result = await resultAfter(killed, realtime, realtimeSteps, home);
    const [primary, shadow] = [whole.predicted.prediction.value, whole.predicted.shadow.value];
    expect(result).toMatchObject({ prediction: { value: primary }, shadow: { value: shadow } });
    expect(predictionsOf(home).map(({ role, value }) => [role, value])).toEqual([
      ["primary", primary],
      ["shadow", shadow],
    ]);
  });
});

describe.concurrent("stopped by a signal", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends the run gracefully, and it says how to resume", async (signal, exitCode) => {
    const home = newHome();
    const command = startMlops([...train, "--home", home], {}, (line, self) => {
      if (line.startsWith("✓ build-rows ")) self.kill(signal);
    });
    const result = await command.ended;
    expect(result.exitCode, result.stderr).toBe(exitCode);
    const [run] = await listRuns(home);
    expect(run?.status).toBe("cancelled");
    expect(documentOf(result)).toMatchObject({ schema: "mlops.error/v1", error: { code: "CANCELLED" } });
    expect(result.stderr).toContain(`mlops pipeline resume ${run?.runId}`);
    const before = await stepsOf(home, run?.runId ?? "");
    const resumed = await resumeLatest(home);
    expect(resumed).toMatchObject({ runId: run?.runId, origin: "resumed", run: { status: "succeeded" } });
    for (const step of before.filter(({ status }) => status === "succeeded")) {
      expect(resumed.steps).toContainEqual(step);
    }
    expect(resumed.result).toMatchObject({ metrics: whole.trained.metrics });
    expect(expectDenseRegistry(home)).toHaveLength(1);
  });

  test("a run that was killed several times ends as if it had not been", async () => {
    const home = newHome();
    const resume = ["pipeline", "resume", "latest", "--json"];
    const first = await killAt({ done: "collect-history" }, train, home, durations.train);
    const again = await killAt({ done: "build-rows" }, resume, home, durations.train);
    expect(again.run).toBeUndefined();
    expect(again.reported.slice(0, 2)).toEqual(["choose-source", "collect-history"]);
    const resumed = await resumeLatest(home);
    expect(resumed.runId).toBe(first.run?.runId);
    expect(resumed.result).toMatchObject({ metrics: whole.trained.metrics });
    expect(versionsOf(home)).toHaveLength(1);
    expect(expectDenseRegistry(home)).toHaveLength(1);
  });
});
