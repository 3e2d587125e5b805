import { describe, expect, test } from "vitest";

import type { CommandDefinition } from "../command.ts";
import { trackingOptions } from "../options/tracking-options.ts";
import { trainOptions } from "../options/train-options.ts";
import { weatherOptions } from "../options/weather-options.ts";
import { parseCommand } from "./parse-command.ts";

const command: CommandDefinition = {
  name: "probe",
  summary: "",
  examples: [],
  arguments: [{ name: "THING", summary: "", required: false, choices: ["one", "two"] }],
  options: { ...weatherOptions, ...trackingOptions, ...trainOptions },
  run: () => Promise.reject(new Error("not run")),
};

const optionsOf = (...tokens: string[]): Readonly<Record<string, unknown>> =>
  parseCommand(command, tokens).input.options;

describe("tri-state", () => {
  test.each([
    [[], undefined],
    [["--use-wandb"], true],
    [["--wandb"], true],
    [["--no-use-wandb"], false],
    [["--no-wandb"], false],
    [["--use-wandb", "--no-wandb"], false],
    [["--no-use-wandb", "--wandb"], true],
  ] as const)("%j is %s", (tokens, expected) => {
    expect(optionsOf(...tokens)["useWandb"]).toBe(expected);
  });
});

test("every documented weather option is read", () => {
  expect(
    optionsOf(
      "--source",
      "kma",
      "--source-file",
      "a.csv",
      "--base-url",
      "http://x",
      "--station",
      "108:112",
      "--location",
      "seoul",
      "--auth-key-file",
      "k",
      "--lookback-hours",
      "3",
      "--timeout",
      "2.5",
      "--at",
      "2013-10-05T12:00:00Z",
      "--recipe-file",
      "r.yaml",
    ),
  ).toMatchObject({
    source: "kma",
    sourceFile: "a.csv",
    baseUrl: "http://x",
    station: ["108", "112"],
    location: "seoul",
    authKeyFile: "k",
    lookbackHours: 3,
    timeout: 2.5,
    at: Date.UTC(2013, 9, 5, 12),
    recipeFile: "r.yaml",
  });
});

test("every documented train option is read; --set repeats in order", () => {
  expect(
    optionsOf(
      "--context-params",
      "{}",
      "--set",
      "a=1",
      "--set",
      "b=2",
      "--pretrain",
      "--train",
      "--epochs",
      "3",
      "--batch-size",
      "64",
      "--lr",
      "1e-3",
      "--data-path",
      "d",
      "--save-dir",
      "s",
      "--device",
      "cpu",
    ),
  ).toMatchObject({
    contextParams: "{}",
    set: ["a=1", "b=2"],
    pretrain: true,
    train: true,
    epochs: 3,
    batchSize: 64,
    lr: 0.001,
    dataPath: "d",
    saveDir: "s",
    device: "cpu",
  });
});

test("a value may begin with a minus and is then judged", () => {
  expect(() => optionsOf("--lookback-hours", "-3")).toThrow(/at least 1/);
  expect(() => optionsOf("--lookback-hours=-3")).toThrow(/at least 1/);
});

test.each([
  [["--source", "kmaa"], /one of auto, kma/],
  [["--station", "108;112"], /joined by colons/],
  [["--epochs", "1.5"], /whole number/],
  [["--timeout", ""], /number/],
  [["--at", "yesterday"], /zone/],
  [["three"], /none of one, two/],
  [["--staton", "108"], /no option --staton/],
])("%j is refused", (tokens, message) => {
  expect(() => optionsOf(...tokens)).toThrow(message);
});

describe("an argument that repeats", () => {
  const several: CommandDefinition = {
    ...command,
    arguments: [{ name: "THING", summary: "", required: true, repeats: true }],
  };

  test("all values are there in order, the first one also by name", () => {
    const { input } = parseCommand(several, ["b", "--source", "kma", "a", "b"]);
    expect(input.positional).toEqual(["b", "a", "b"]);
    expect(input.arguments["thing"]).toBe("b");
  });

  test("a required one is needed once, and other commands take no more than they name", () => {
    expect(() => parseCommand(several, [])).toThrow(/THING/);
    expect(() => parseCommand(command, ["one", "two"])).toThrow(/too many arguments/i);
  });
});
