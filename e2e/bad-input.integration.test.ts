/* oxlint-disable vitest/expect-expect -- the assertions are those of expectFailure and expectFailureAndSoundStore */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { answerOf, type ExpectedFailure } from "./answers.ts";
import { mlops, projectRoot } from "./command.ts";
import { listRuns } from "./runs.ts";
import { expectFailureAndSoundStore, later, type TrainedWorld, trainedWorld } from "./trained-world.ts";
import { fileSource, instantOf, weatherRows, writeWeather } from "./weather-file.ts";

let world: TrainedWorld;

beforeAll(async () => {
  world = await trainedWorld();
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** A project of its own: the checkout's config and recipe, with texts of one file replaced. */
async function project(changes: Readonly<Record<string, readonly [from: string, to: string]>>): Promise<string> {
  const root = world.place("project");
  await mkdir(root, { recursive: true });
  for (const part of ["config", "recipes"]) await cp(join(projectRoot, part), join(root, part), { recursive: true });
  for (const [path, [from, to]] of Object.entries(changes)) {
    const text = await readFile(join(root, path), "utf8");
    expect(text).toContain(from);
    await writeFile(join(root, path), text.replace(from, to));
  }
  return root;
}

async function lineOf(root: string, path: string, text: string): Promise<number> {
  const lines = (await readFile(join(root, path), "utf8")).split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe.concurrent("flags", () => {
  const cases: readonly (readonly [string, () => readonly string[], ExpectedFailure])[] = [
    [
      "a clock before the data",
      () => ["realtime", ...world.source, "--at", "2020-01-01T00:00:00Z"],
      { exit: 3, code: "CLOCK_OUTSIDE_DATA", names: ["JFK", "2020-01-01T00:00:00Z", "2023-03-01T00:00:00Z"] },
    ],
    [
      "a clock before the data of a training",
      () => ["train", ...world.source, "--at", "2023-02-28T00:00:00Z"],
      { exit: 3, code: "CLOCK_OUTSIDE_DATA", names: ["2023-02-28T00:00:00Z", "2023-03-01T00:00:00Z"] },
    ],
    [
      "too little history",
      () => ["train", ...world.source, "--at", instantOf(100)],
      { exit: 3, code: "TRAINING_ROWS_TOO_FEW", names: ["JFK", /101 observations/] },
    ],
    [
      "an instant before the model's training ended",
      () => ["realtime", ...world.source, "--at", instantOf(500)],
      { exit: 3, code: "MODEL_SAW_LATER_DATA", names: [/commute-comfort-JFK/] },
    ],
    [
      "an instant without a zone",
      () => ["realtime", ...world.source, "--at", "2023-04-01T12:00:00"],
      { exit: 2, code: "INSTANT_INVALID", names: ["--at", "2023-04-01T12:00:00"] },
    ],
    [
      "an unknown station",
      () => ["realtime", "--offline", "--station", "NOPE"],
      { exit: 3, code: "STATION_UNKNOWN", names: ["NOPE", "JFK"] },
    ],
    [
      "a file that is not there",
      () => ["realtime", ...fileSource(join(world.folder, "absent.csv")), "--at", later],
      { exit: 3, code: "FILE_NOT_FOUND", names: ["absent.csv"] },
    ],
    [
      "a recipe that is not there",
      () => ["train", ...world.source, "--recipe-file", "absent.yaml"],
      { exit: 3, code: "FILE_NOT_FOUND", names: ["absent.yaml"], hint: "--recipe-file" },
    ],
    [
      "an unknown flag",
      () => ["realtime", "--statoin", "JFK"],
      { exit: 2, code: "OPTION_UNKNOWN", names: ["--statoin"], hint: "--station" },
    ],
    [
      "an environment without an overlay",
      () => ["realtime", "--offline", "--env", "pord"],
      { exit: 3, code: "CONFIG_ENVIRONMENT_UNKNOWN", names: ["pord"], hint: "prod" },
    ],
    [
      "a provider while offline",
      () => ["realtime", "--source", "open-meteo", "--offline"],
      { exit: 6, code: "HTTP_OFFLINE", names: ["api.open-meteo.com"], hint: "--offline" },
    ],
    [
      "synthetic weather in production, by auto",
      () => ["realtime", "--offline", "--env", "prod"],
      { exit: 6, code: "SOURCE_UNAVAILABLE", names: ["kma", "open-meteo", "synthetic"] },
    ],
    [
      "synthetic weather in production, by name",
      () => ["realtime", "--source", "climatology", "--env", "prod"],
      { exit: 6, code: "SOURCE_UNAVAILABLE", names: ["climatology", "synthetic"] },
    ],
    [
      "synthetic weather to train on",
      () => ["train", "--source", "climatology"],
      { exit: 6, code: "TRAINING_DATA_SYNTHETIC", names: ["climatology"] },
    ],
    [
      "the KMA without a key",
      () => ["realtime", "--source", "kma"],
      { exit: 6, code: "KMA_KEY_MISSING", names: ["key"], hint: "KMA_AUTH_KEY" },
    ],
    [
      "a shadow that names no model",
      () => ["realtime", ...world.source, "--at", later, "--shadow", "models:/absent/3"],
      { exit: 3, code: "MODEL_NOT_FOUND", names: ["models:/absent/3"] },
    ],
    [
      "a shadow that names no version",
      () => ["realtime", ...world.source, "--at", later, "--shadow", "models:/commute-comfort-JFK/77"],
      { exit: 3, code: "MODEL_NOT_FOUND", names: ["models:/commute-comfort-JFK/77"] },
    ],
    [
      "an address without its source",
      () => ["realtime", "--source", "auto", "--base-url", "http://127.0.0.1:9/"],
      { exit: 2, code: "INVALID_ARGUMENT", names: ["--base-url", "http://127.0.0.1:9/"], hint: "--source" },
    ],
    [
      "a run that is not there",
      () => ["pipeline", "resume", "r20200101000000absent"],
      { exit: 3, code: "RUN_NOT_FOUND", names: ["r20200101000000absent"] },
    ],
  ];

  test.each(cases)("%s", async (_name, args, expected) => {
    const home = await world.home();
    // The overlay of prod names a MongoDB server; these mistakes are not about it.
    const environment = { MLOPS_STORE__DRIVER: "sqlite" };
    await expectFailureAndSoundStore(home, mlops([...args(), "--home", home, "--json"], { environment }), expected);
  });
});

describe.concurrent("recipe and config", () => {
  const recipe = "recipes/commute-weather.yaml";
  const cases: readonly (readonly [
    string,
    string,
    readonly [from: string, to: string],
    readonly string[],
    Omit<ExpectedFailure, "exit">,
  ])[] = [
    [
      "malformed YAML in the config",
      "config/base.yaml",
      ["store:\n", "store: [\n"],
      ["realtime", "--offline"],
      { code: "YAML_MALFORMED", names: [/config\/base\.yaml:\d+:\d+/] },
    ],
    [
      "malformed YAML in the overlay",
      "config/local.yaml",
      ["environment:\n", "environment: {\n"],
      ["realtime", "--offline"],
      { code: "YAML_MALFORMED", names: [/config\/local\.yaml:\d+:\d+/] },
    ],
    [
      "an unknown key in the config",
      "config/base.yaml",
      ["level: info", "levle: info"],
      ["realtime", "--offline"],
      { code: "KEY_UNKNOWN", names: ["config/base.yaml:LINE:", "levle"], hint: /"level"/ },
    ],
    [
      "malformed YAML in the recipe",
      recipe,
      ["horizon_hours: 1 ", "horizon_hours: [1 "],
      ["realtime", "--offline"],
      { code: "YAML_MALFORMED", names: [/recipes\/commute-weather\.yaml:\d+:\d+/] },
    ],
    [
      "an unknown key in the recipe",
      recipe,
      ["horizon_hours:", "horizon_huors:"],
      ["realtime", "--offline"],
      { code: "KEY_UNKNOWN", names: ["recipes/commute-weather.yaml:LINE:", "horizon_huors"], hint: /"horizon_hours"/ },
    ],
    [
      "an unknown unit in the recipe",
      recipe,
      ["unit: mbar", "unit: mbra"],
      ["realtime", "--offline"],
      { code: "VALUE_INVALID", names: ["recipes/commute-weather.yaml:LINE:", "mbra", "mbar"] },
    ],
    [
      "an unknown feature in the recipe, for a forecast",
      recipe,
      ["set: commute-weather/1", "set: commute-weather/1\n  include: [score_now, scroe_now]"],
      ["realtime", "--offline"],
      { code: "VALUE_INVALID", names: ["recipes/commute-weather.yaml:LINE:", "scroe_now"], hint: /"score_now"/ },
    ],
    [
      "an unknown feature in the recipe, for a training",
      recipe,
      ["set: commute-weather/1", "set: commute-weather/1\n  include: [score_now, scroe_now]"],
      ["train", "FILE"],
      { code: "VALUE_INVALID", names: ["recipes/commute-weather.yaml:LINE:", "scroe_now"], hint: /"score_now"/ },
    ],
    [
      "an unknown feature set in the recipe",
      recipe,
      ["set: commute-weather/1", "set: commute-weather/9"],
      ["realtime", "--offline"],
      { code: "VALUE_INVALID", names: ["recipes/commute-weather.yaml:LINE:", "commute-weather/9"] },
    ],
    [
      "a mapped column that the file does not have",
      recipe,
      ["column: temp,", "column: tempp,"],
      ["realtime", "FILE", "--at", later],
      { code: "TABLE_COLUMN_UNKNOWN", names: ["tempp", "weather.csv"], hint: /"temp"/ },
    ],
  ];

  test.each(cases)("%s", async (_name, path, change, command, expected) => {
    const home = await world.home();
    const root = await project({ [path]: change });
    const wrong = change[1].split("\n").at(-1) ?? "";
    const line = String(await lineOf(root, path, wrong));
    const names = expected.names.map((name) => (typeof name === "string" ? name.replace("LINE", line) : name));
    const args = command.flatMap((word) => (word === "FILE" ? world.source : [word]));
    const result = mlops([...args, "--home", home, "--json"], { cwd: root });
    await expectFailureAndSoundStore(home, result, { exit: 3, ...expected, names });
  });
});

interface Collected {
  readonly observations: number;
  readonly rejectedCount: number;
  readonly rejected: readonly { readonly where: string; readonly column?: string; readonly message: string }[];
  readonly missing: readonly { readonly at: string; readonly reason: string }[];
}

test("ragged rows and garbage cells are reported with their lines, and the good ones are kept", async () => {
  const rows = weatherRows();
  const damage = (hour: number, change: (cells: string[]) => string[]): void => {
    rows[hour] = change((rows[hour] ?? "").split(",")).join(",");
  };
  damage(900, (cells) => cells.slice(0, 9));
  damage(901, (cells) => [...cells, "surplus", "surplus"]);
  damage(902, (cells) => cells.with(5, "warm"));
  damage(903, (cells) => cells.with(14, "half past nine"));
  damage(904, (cells) => cells.with(5, "9999"));
  const file = `${world.place("ragged")}.csv`;
  await writeWeather(file, rows);
  const home = world.place("home");
  const at = ["--at", instantOf(911), "--home", home, "--json"];

  const collected = answerOf(await mlops(["collect", "--hours-back", "12", ...fileSource(file), ...at])) as Collected;
  expect(collected.observations).toBe(9);
  expect(collected.missing.map((hour) => hour.at)).toEqual([900, 901, 903].map(instantOf));
  const line = (hour: number): string => `${file}:${hour + 2}`;
  const { rejected } = collected;
  for (const hour of [900, 901, 902, 903, 904]) {
    expect(
      rejected.filter(({ where }) => where === line(hour)),
      JSON.stringify(rejected),
    ).toHaveLength(1);
  }
  expect(collected.rejectedCount).toBe(5);
  expect(rejected.find(({ where }) => where === line(902))).toMatchObject({ column: "temp", message: /"warm"/ });

  const answer = answerOf(await mlops(["realtime", ...fileSource(file), ...at]));
  expect(answer).toMatchObject({ collected: { rejected: 5 } });
  expect(await listRuns(home)).toHaveLength(2);
});
