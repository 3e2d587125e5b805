import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { randomKey, randomStream } from "@mlops/core";
import { afterAll, beforeAll } from "vitest";

import type { TablePlan } from "../tabular/table-plan.ts";

/** Loans whose risk grows with debt and falls with income, more so without a job. */
export function loans(rows: number, seed = 1): string[] {
  const random = randomStream(randomKey(`loans ${seed}`));
  return Array.from({ length: rows }, () => {
    const income = 20 + 60 * random.uniform();
    const debt = 10 * random.uniform();
    const job = random.uniform() < 0.8 ? "yes" : random.uniform() < 0.9 ? "no" : "";
    const risk = 0.6 * debt - 0.08 * income + (job === "yes" ? -0.5 : 1);
    const bad = random.uniform() < 1 / (1 + Math.exp(-risk)) ? "Y" : "N";
    return `${income.toFixed(2)},${random.uniform() < 0.05 ? "" : debt.toFixed(2)},${job},${bad}`;
  });
}

/** Files of rows in a folder that lasts as long as the test file. */
export function temporaryTables() {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mlops-table-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return {
    folder: () => folder,
    csv: async (
      name: string,
      rows: readonly string[],
      header = "income,debt,job,bad",
    ): Promise<TablePlan["source"]> => {
      const path = join(folder, name);
      await writeFile(path, `${header}\n${rows.join("\n")}\n`);
      return { kind: "file", path };
    },
  };
}
