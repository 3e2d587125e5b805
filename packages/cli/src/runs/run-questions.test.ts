import { join } from "node:path";

import { systemContext } from "@mlops/conformance";
import { currentProcess, openJournal } from "@mlops/store";
import sqlite from "@mlops/store/drivers/sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runMlops, type TemporaryFolder, temporaryFolder } from "../testing/run-mlops.ts";

let folder: TemporaryFolder;
const idOf = (n: number): string => `r2013100512000${n}abcdef`;

beforeAll(async () => {
  folder = await temporaryFolder();
  const context = systemContext();
  await using store = await sqlite.open(sqlite.options.parse({ home: join(folder.path, ".mlops") }), context);
  const journal = openJournal({ store, clock: context.clock, process: currentProcess("test") });
  for (const n of [1, 2, 3, 4]) {
    await journal.begin({
      runId: idOf(n),
      workflow: n === 4 ? "collect" : "train",
      workflowVersion: 1,
      input: { estimator: { C: n }, same: true },
      at: Date.UTC(2013, 9, n),
      seed: 7,
      labels: { recipe: n === 1 ? "old" : "loans" },
    });
    await using claim = await journal.claim(idOf(n));
    if (n === 4) await claim.finish({ status: "failed" });
    else
      await claim.finish({ status: "succeeded", metrics: { roc_auc: (6 + n) / 10, log_loss: (5 - n) / 10, own: n } });
  }
});
afterAll(() => folder[Symbol.asyncDispose]());

async function ask(...words: readonly string[]) {
  return runMlops(["runs", ...words], { cwd: folder.path });
}

async function listed(...words: readonly string[]): Promise<readonly number[]> {
  const { exitCode, stdout, stderr } = await ask("list", "--json", ...words);
  expect([exitCode, stderr]).toEqual([0, ""]);
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly { readonly runId: string }[] };
  return runs.map(({ runId }) => Number(runId[14]));
}

describe("runs list", () => {
  test.each([
    [
      ["--where", "roc_auc >= 0.8"],
      [3, 2],
    ],
    [["--where", "roc_auc >= 0.8", "--where", "own != 3"], [2]],
    [
      ["--recipe", "loans", "--kind", "train"],
      [3, 2],
    ],
    [["--station", "JFK"], []],
    [
      ["--sort", "log_loss"],
      [3, 2, 1],
    ],
    [
      ["--sort", "own:asc", "--limit", "2"],
      [1, 2],
    ],
    [
      ["--sort", "started:asc"],
      [1, 2, 3, 4],
    ],
    [["--until", "2013-01-01T00:00:00Z"], []],
    [["--since", "2013-01-01T00:00:00Z", "--status", "failed"], [4]],
    [["--where", "mae < 3"], []],
  ])("%j", async (words, expected) => {
    expect(await listed(...words)).toEqual(expected);
  });

  test("shows how metrics moved", async () => {
    const { stdout } = await ask("list", "--trends");
    expect(stdout).toMatch(/roc_auc +▁▅█ +0\.7 +0\.9 +3/);
    expect(JSON.parse((await ask("list", "--trends", "--json")).stdout)).toMatchObject({
      trends: expect.arrayContaining([{ metric: "own", points: [1, 2, 3].map((n) => ({ runId: idOf(n), value: n })) }]),
    });
  });

  test.each([
    ["a misspelt metric", ["--where", "owm > 1"], "Did you mean own?"],
    ["half a condition", ["--where", "own >"], "a condition such as"],
    ["an order of no direction", ["--sort", "own:up"], "METRIC:asc"],
    ["an instant without a zone", ["--since", "2013-10-05"], "INSTANT_INVALID"],
  ])("answers %s", async (_, words, message) => {
    const { exitCode, stderr } = await ask("list", ...words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("runs compare", () => {
  test("marks the best and tells what differs", async () => {
    const { exitCode, stdout } = await ask("compare", idOf(1), idOf(3));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/roc_auc +higher +0\.7000 +0\.9000 \*/);
    expect(stdout).toMatch(/log_loss +lower +0\.4000 +0\.2000 \*/);
    expect(stdout).toMatch(/own +– +1\.0000 +3\.0000\n/);
    expect(stdout).toMatch(/label\.recipe +old +loans/);
    expect(stdout).toMatch(/input\.estimator\.C +1 +3/);
    expect(stdout).not.toContain("input.same");
  });

  test("says why metrics of different kinds do not compare", async () => {
    const { exitCode, stdout } = await ask("compare", "latest", idOf(3), "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "mlops.runs-compare/v1",
      status: "degraded",
      reasons: ["different-kinds"],
      metrics: expect.arrayContaining([{ name: "roc_auc", better: "higher", values: [null, 0.9], best: [] }]),
    });
  });

  test.each([
    [2, [idOf(1)], "two runs or more"],
    [3, [idOf(1), "r9"], "There is no run r9"],
  ])("exits with %d for %j", async (code, words, message) => {
    const { exitCode, stderr } = await ask("compare", ...words);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
  });
});
