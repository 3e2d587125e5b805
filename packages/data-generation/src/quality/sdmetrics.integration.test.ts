import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { readTable, writeTable } from "@mlops/adapters";
import { requireService } from "@mlops/conformance";
import { randomKey } from "@mlops/core";
import type { Table } from "@mlops/table";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { fitCopula } from "../copula/fit-copula.ts";
import { openCopula } from "../copula/open-copula.ts";
import { drawRows } from "../synthesis/draw-rows.ts";
import { loanTable } from "../testing/loan-table.ts";
import { judgeQuality } from "./quality-report.ts";

const python = process.env["MLOPS_PYTHON_SDMETRICS"];
const script = fileURLToPath(new URL("../../../../tools/python/quality_report.py", import.meta.url));
const shared = fileURLToPath(new URL("../../../../../shared/data/", import.meta.url));
const run = promisify(execFile);

interface Judgement {
  readonly overall: number;
  readonly shapes: number;
  readonly pairs: number | null;
  readonly validity: number;
}

describe.skipIf(!requireService("python", python !== undefined))("SDMetrics on the same files", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mlops-quality-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Fits, draws as many rows, and has both reports judge the same two files. */
  async function bothReports(name: string, real: Table) {
    const [realPath, syntheticPath] = [join(folder, `${name}.csv`), join(folder, `${name}-synthetic.csv`)];
    const { model } = fitCopula(real, { data: name });
    await writeTable(realPath, real);
    await writeTable(syntheticPath, drawRows(openCopula(model), { rows: real.rowCount, seed: 11 }));
    const [first, second] = [(await readTable(realPath)).table, (await readTable(syntheticPath)).table];
    const { report } = judgeQuality(first, second, randomKey(1));
    const kinds = Object.fromEntries([
      ...report.ids.map((id) => [id, "id"] as const),
      ...report.columns.map((column) => [column.name, column.is] as const),
    ]);
    const kindsPath = join(folder, `${name}.json`);
    await writeFile(kindsPath, JSON.stringify(kinds));
    const { stdout } = await run(python ?? "", [script, realPath, syntheticPath, kindsPath]);
    const theirs = JSON.parse(stdout) as Judgement;
    process.stdout.write(
      `${name}: overall ${report.quality.overall?.toFixed(4)} ours, ${theirs.overall.toFixed(4)} SDMetrics; ` +
        `shapes ${report.quality.shapes?.toFixed(4)}, ${theirs.shapes.toFixed(4)}; pairs ${report.quality.pairs?.toFixed(4)}, ${theirs.pairs?.toFixed(4)}\n`,
    );
    return { report, theirs };
  }

  /** The largest difference between the two reports. */
  function disagreement({ report, theirs }: Awaited<ReturnType<typeof bothReports>>): number {
    const { quality } = report;
    const pairs = [
      [quality.overall, theirs.overall],
      [quality.shapes, theirs.shapes],
      [quality.pairs, theirs.pairs],
      [report.validity, theirs.validity],
    ] as const;
    return Math.max(...pairs.map(([ours, judged]) => Math.abs((ours ?? Number.NaN) - (judged ?? Number.NaN))));
  }

  test("agrees where cells are missing, and on dates and categories", async () => {
    expect(disagreement(await bothReports("loans", loanTable(3000)))).toBeLessThan(0.01);
  });

  const files = ["credit_default", "german_credit"];
  const present = requireService(
    "shared",
    files.every((file) => existsSync(join(shared, `${file}.csv`))),
  );
  test.skipIf(!present).each(files)("%s: both say 0.90 or more, and the same", async (file) => {
    const { table } = await readTable(join(shared, `${file}.csv`));
    const both = await bothReports(file, table);
    expect(disagreement(both)).toBeLessThan(0.01);
    expect(both.report.quality.overall).toBeGreaterThanOrEqual(0.9);
    expect(both.theirs.overall).toBeGreaterThanOrEqual(0.9);
    expect(both.report.structure.score).toBe(1);
    expect(both.report.validity).toBe(1);
  });
});
