import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runMlops, temporaryFolder, type TemporaryFolder } from "../testing/run-mlops.ts";
import { percentText } from "./percent-text.ts";

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder.path, "loans.csv"), "id,age,status\n1,30,open\n2,17,open\n3,,closed\n3,44,lost\n");
  await writeFile(
    join(folder.path, "loans.yaml"),
    "columns:\n  id: { unique: true }\n  age: { between: { min: 18 } }\n  status: { in: { values: [open, closed], severity: warn } }\n",
  );
});
afterAll(() => folder[Symbol.asyncDispose]());

const run = (...args: readonly string[]) => runMlops(["validate-data", ...args], { cwd: folder.path });

describe("mlops validate-data", () => {
  test("ends with exit code 3 and one document that says what failed where", async () => {
    const { exitCode, stdout, stderr } = await run("--data", "loans.csv", "--expectations", "loans.yaml", "--json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "mlops.validate-data/v1",
      status: "failed",
      reasons: ["expectations-failed", "warnings"],
      rows: 4,
      passed: false,
      counts: { passed: 0, failed: 3, notJudged: 0 },
      checks: [
        { id: "id.unique", failed: 1, examples: [{ where: "loans.csv:5", value: "3", repeats: "loans.csv:4" }] },
        { id: "age.between", judged: 3, failed: 1, at: { file: "loans.yaml", line: 3 } },
        { id: "status.in", severity: "warn", passedShare: 0.75, examples: [{ where: "loans.csv:5", value: "lost" }] },
      ],
    });
  });

  test("shows people the same, and writes it as a page without a row of the data that held", async () => {
    const { exitCode, stdout } = await run(
      "--data",
      "loans.csv",
      "--expectations",
      "loans.yaml",
      "--report",
      "checks.html",
    );
    expect(exitCode).toBe(3);
    expect(stdout).toContain("failed loans: 0 checks passed, 3 failed, 0 not judged; 4 rows, 3 columns");
    expect(stdout).toMatch(/age\.between {2}error {3}1 of 3 {2}≥ 18 +66\.7 % hold/);
    expect(stdout).toContain("  loans.csv:3  17");
    const page = await readFile(join(folder.path, "checks.html"), "utf8");
    expect(page).toContain("age.between");
    expect(page).toContain("loans.csv:3");
    expect(page).not.toContain("loans.csv:2<");
  });

  test("proposes a suite that is passed, and writes over nothing", async () => {
    const printed = await run("--data", "loans.csv", "--suggest");
    expect(printed.exitCode).toBe(0);
    expect(printed.stdout).toContain("# Proposed by mlops validate-data --suggest from loans.csv: 4 rows, 3 columns.");
    expect((await run("--data", "loans.csv", "--suggest", "--expectations", "new.yaml")).exitCode).toBe(0);
    expect(await readFile(join(folder.path, "new.yaml"), "utf8")).toBe(printed.stdout);
    expect((await run("--data", "loans.csv", "--expectations", "new.yaml")).exitCode).toBe(0);
    const again = await run("--data", "loans.csv", "--suggest", "--expectations", "new.yaml");
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain("new.yaml exists already");
  });

  test.each([
    [["--expectations", "loans.yaml"], 2, "needs --data FILE"],
    [["--data", "loans.csv"], 2, "--suggest --expectations expectations.yaml"],
    [["--data", "none.csv", "--expectations", "loans.yaml"], 3, "none.csv"],
    [["--data", "loans.csv", "--expectations", "none.yaml"], 3, "none.yaml do not exist"],
    [["--data", "loans.csv", "--expectations", "loans.csv"], 3, "loans.csv:1"],
  ])("%j is refused", async (args, code, words) => {
    const { exitCode, stderr } = await run(...args);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(words);
  });
});

test("a share is never rounded to all or nothing", () => {
  expect([0, 1, 0.5, 0.999_999_9, 0.000_000_1, 0.9944].map(percentText)).toEqual([
    "0 %",
    "100 %",
    "50 %",
    "> 99.99 %",
    "0.00001 %",
    "99.44 %",
  ]);
});
