import { expect, test } from "vitest";

import type { CatalogueCommand } from "../command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { locateCommand } from "./locate-command.ts";

const load = (): Promise<never> => Promise.reject(new Error("not loaded"));
const entry = (name: string, ...aliases: string[]): CatalogueCommand => ({ name, aliases, summary: "", load });
const catalogue = [
  entry("runs list"),
  entry("runs show"),
  entry("doctor", "system-check"),
  entry("deploy"),
  entry("deploy status"),
];

const find = (...argv: string[]): unknown => {
  const located = locateCommand(argv, catalogue);
  return located.kind === "command" ? [located.command.name, ...located.rest] : located;
};

test("words are found wherever global options stand", () => {
  expect(find("runs", "show", "latest")).toEqual(["runs show", "latest"]);
  expect(find("--env", "prod", "runs", "--json", "list", "--limit", "3")).toEqual([
    "runs list",
    "--env",
    "prod",
    "--json",
    "--limit",
    "3",
  ]);
  expect(find("system-check", "-v")).toEqual(["doctor", "-v"]);
});

test("the longest name wins; what follows a command is its argument", () => {
  expect(find("deploy", "status")).toEqual(["deploy status"]);
  expect(find("deploy", "models:/x")).toEqual(["deploy", "models:/x"]);
  expect(find("doctor", "doctor")).toEqual(["doctor", "doctor"]);
});

test("groups and unknown words", () => {
  expect(find("runs")).toEqual({ kind: "group", words: ["runs"], rest: [] });
  expect(find("runs", "lst")).toEqual({ kind: "unknown", words: ["runs"], word: "lst" });
  expect(find("--", "runs")).toMatchObject({ kind: "group", words: [] });
});

test("suggestions are near, or absent", () => {
  expect(didYouMean("lst", ["list", "show"])).toBe("Did you mean list?");
  expect(didYouMean("LIST", ["list"])).toBe("Did you mean list?");
  expect(didYouMean("comp", ["completion"])).toBe("Did you mean completion?");
  expect(didYouMean("xyzzy", ["list", "show"])).toBeUndefined();
});
