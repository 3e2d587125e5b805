import { expect, test } from "vitest";

import { configSchema } from "../schema/config-schema.ts";
import { isKnownPath } from "../schema/schema-keys.ts";
import { documentedNames } from "./documented-names.ts";
import { unappliedNames } from "./unapplied-names.ts";

test("each name stands once and sets at most one thing", () => {
  const names = documentedNames.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(
    documentedNames.filter(({ configKey, recipeKey }) => configKey !== undefined && recipeKey !== undefined),
  ).toEqual([]);
});

test("the config keys of this version's features are in the schema", () => {
  const missing = documentedNames.filter(
    ({ configKey }) => configKey !== undefined && !isKnownPath(configSchema, configKey.split(".")),
  );
  expect(missing.map(({ name }) => name)).toEqual([]);
});

test("names that are set without an effect in this version are told", () => {
  const variables = {
    LOG_LEVEL: "debug",
    MONGODB_HOST: "db",
    F1_THRESHOLD: "0.7",
    D_MODEL: "32",
    EPOCHS: "",
    WANDB_DIR: "x",
  };
  expect(unappliedNames(variables).map(({ name }) => name)).toEqual(["F1_THRESHOLD"]);
});

test("station and location of the weather commands are applied", () => {
  expect(unappliedNames({ KMA_STATION_ID: "112", COMMUTE_LOCATION: "office" })).toEqual([]);
});
