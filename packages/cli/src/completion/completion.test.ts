import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

import { commandCatalogue } from "../command-catalogue.ts";
import { completionScript } from "./completion-scripts.ts";
import { completionNodes } from "./completion-words.ts";

const hasBash = spawnSync("bash", ["-c", "true"]).status === 0;

test.skipIf(!hasBash)("bash completes commands, options and the words of an option", async () => {
  const script = completionScript("bash", await completionNodes(commandCatalogue));
  const complete = (...words: string[]): string[] => {
    const ask = `${script}\nCOMP_WORDS=(mlops ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _mlops_completion; echo "\${COMPREPLY[*]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", ask], { encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.trim().split(" ");
  };
  expect(complete("run")).toEqual(["runs"]);
  expect(complete("runs", "sh")).toEqual(["show"]);
  expect(complete("--json", "runs", "list", "--statu")).toEqual(["--status"]);
  expect(complete("runs", "list", "--sta")).toEqual(["--status", "--station"]);
  expect(complete("runs", "list", "--status", "fa")).toEqual(["failed"]);
  expect(complete("completion", "z")).toEqual(["zsh"]);
  expect(complete("realtime", "--no-use")).toEqual(["--no-use-wandb"]);
});
