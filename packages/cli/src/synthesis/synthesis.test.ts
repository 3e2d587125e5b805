import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { type Answer, runMlops, temporaryFolder } from "../testing/run-mlops.ts";

/** Loans of which one in three defaults, more often with a small income; two figures are absent together. */
function loansCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const income = 20_000 + ((row * 7919) % 40_000);
    const status = (row * 31) % 60_000 > income ? "default" : "paid";
    const figures = row % 3 === 0 ? "," : `${100 + (row % 57)},${(row % 13) / 4}`;
    return `${1000 + row},${income},${status},2020-0${1 + (row % 9)}-1${row % 9},${figures}`;
  });
  return ["loan_id,income,status,opened,assets,ratio", ...lines, ""].join("\n");
}

function json(answer: Answer): Record<string, unknown> {
  expect(answer.stdout.trim().split("\n"), answer.stderr).toHaveLength(1);
  return JSON.parse(answer.stdout) as Record<string, unknown>;
}

test("a model is fitted and found; the same seed gives the same bytes; conditions hold; the origin is said", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  writeFileSync(join(cwd, "loans.csv"), loansCsv(900));
  writeFileSync(join(cwd, "loans.yaml"), "target: {column: status, positive: default}\n");
  const fit = json(
    await runMlops(["synthesizer", "fit", "--data", "loans.csv", "--metadata", "loans.yaml", "--json"], { cwd }),
  );
  expect(fit).toMatchObject({ schema: "mlops.synthesizer-fit/v1", status: "ok", rows: 900 });
  expect(fit["columns"]).toContainEqual(expect.objectContaining({ name: "loan_id", is: "id" }));
  expect(fit["columns"]).toContainEqual(expect.objectContaining({ name: "status", is: "category" }));
  const generate = async (...more: string[]) =>
    json(await runMlops(["generate", "--json", "--seed", "5", ...more], { cwd }));
  const first = await generate("--num-rows", "9000");
  expect(first).toMatchObject({
    status: "ok",
    rows: 9000,
    seed: 5,
    synthetic: true,
    synthesizer: { name: "gaussian-copula" },
  });
  const csv = readFileSync(join(cwd, "data/raw/synthetic_data.csv"), "utf8");
  expect(csv.split("\n")).toHaveLength(9002);
  const origin = JSON.parse(readFileSync(join(cwd, "data/raw/synthetic_data.csv.origin.json"), "utf8")) as object;
  expect(origin).toMatchObject({ synthetic: true, digest: first["digest"], synthesizer: { fittedOn: "loans.csv" } });
  expect((await generate("--num-rows", "9000"))["digest"]).toBe(first["digest"]);
  expect((await generate("--num-rows", "9000", "--workers", "2"))["digest"]).toBe(first["digest"]);
  const only = await generate(
    "--condition",
    "status=default",
    "--num-rows",
    "50",
    "--filename",
    "d.csv",
    "--no-target",
  );
  expect(only["columns"]).not.toContain("status");
  await generate("--default-rate", "1", "--num-rows", "40", "--filename", "e.csv", "--no-store");
  const rows = readFileSync(join(cwd, "data/raw/e.csv"), "utf8").trim().split("\n").slice(1);
  expect(rows.filter((row) => row.split(",")[2] === "default")).toHaveLength(40);
  const parquet = await generate("--num-rows", "200", "--filename", "f.parquet", "--output-dir", "out");
  expect(readFileSync(join(cwd, "out/f.parquet")).subarray(0, 4).toString()).toBe("PAR1");
  expect(parquet["stored"]).toMatchObject({ collection: "raw_data" });
});

test("two tables are compared: scores, privacy, usefulness, and a page that needs nothing else", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  writeFileSync(join(cwd, "loans.csv"), loansCsv(900));
  await runMlops(["synthesizer", "fit", "--data", "loans.csv"], { cwd });
  await runMlops(["generate", "--num-rows", "900", "--filename", "s.csv"], { cwd });
  const line = [
    "synthesizer",
    "report",
    "--real",
    "loans.csv",
    "--synthetic",
    "data/raw/s.csv",
    "--target",
    "status",
    "--json",
  ];
  const report = json(await runMlops(line, { cwd }));
  expect(report).toMatchObject({
    schema: "mlops.synthesizer-report/v1",
    status: "ok",
    validity: 1,
    structure: { score: 1 },
  });
  expect((report["quality"] as { readonly overall: number }).overall).toBeGreaterThan(0.85);
  const utility = report["utility"] as { readonly trainedOnReal: { readonly roc_auc: number }; readonly gap: number };
  expect(utility.trainedOnReal.roc_auc).toBeGreaterThan(0.9);
  expect(Math.abs(utility.gap)).toBeLessThan(0.15);
  const page = readFileSync(join(cwd, "data/quality.html"), "utf8");
  expect(page).toContain("Quality of synthetic data");
  expect(page).not.toMatch(/(src|href)="https?:/);
  const other = await runMlops(["synthesizer", "report", "--real", "loans.csv", "--synthetic", "none.csv"], { cwd });
  expect(other.exitCode).toBe(3);
});

test("bad input is answered by what, where and how to mend it, and writes nothing", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  writeFileSync(join(cwd, "empty.csv"), "");
  writeFileSync(join(cwd, "header.csv"), "a,b\n");
  writeFileSync(
    join(cwd, "infinite.csv"),
    `a\n${Array.from({ length: 30 }, (_, row) => (row === 4 ? "inf" : row * 1.5)).join("\n")}\n`,
  );
  const cases: readonly [readonly string[], number, RegExp][] = [
    [["synthesizer", "fit"], 2, /--data is needed/],
    [["synthesizer", "fit", "--data", "none.csv"], 3, /no file none\.csv/],
    [["synthesizer", "fit", "--data", "empty.csv"], 3, /empty\.csv is empty/],
    [["synthesizer", "fit", "--data", "header.csv"], 3, /header\.csv has 0 rows/],
    [["synthesizer", "fit", "--data", "infinite.csv"], 3, /infinite\.csv:6.*"a" is Infinity/],
    [["synthesizer", "fit", "--data", "infinite.csv", "--metadata", "no.yaml"], 3, /no\.yaml/],
    [["generate", "--model", "none.json"], 3, /none\.json/],
    [["generate", "--model", "header.csv"], 3, /header\.csv is not JSON/],
    [["generate", "--synthesizer", "gausian-copula"], 2, /no synthesizer "gausian-copula"/],
    [["generate", "--num-rows", "0"], 2, /at least 1/],
    [["generate", "--synthesizer", "gaussian-copula"], 2, /name one/],
  ];
  for (const [line, exitCode, message] of cases) {
    const answer = await runMlops(line, { cwd });
    expect(answer.stderr, line.join(" ")).toMatch(message);
    expect(answer.exitCode, line.join(" ")).toBe(exitCode);
  }
});
