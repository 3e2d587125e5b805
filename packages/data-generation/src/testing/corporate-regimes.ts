import { join } from "node:path";

import { writeTable } from "@mlops/adapters";

import { drawRows } from "../synthesis/draw-rows.ts";
import corporateLoan from "../synthesizers/corporate-loan.ts";

const files = [
  ["train", "base"],
  ["test", "base"],
  ["drift_train", "drift"],
  ["drift_test", "drift"],
] as const;

/** Writes loans of both regimes into a folder, as `tools/python/judge_corporate_loan.py` reads them. */
export async function writeCorporateRegimes(folder: string, seed: number, rows: number): Promise<void> {
  for (const [name, scenario] of files) {
    const synthesizer = corporateLoan.open({ default_rate: 0.067, scenario });
    await writeTable(join(folder, `${name}.csv`), drawRows(synthesizer, { rows, seed: `${seed} ${name}` }));
  }
}

/** What the judge says of one folder. */
export interface RegimeScores {
  readonly before: Scores;
  readonly afterDrift: Scores;
  readonly retrained: Scores;
}

interface Scores {
  readonly rows: number;
  readonly positive: number;
  readonly roc_auc: number;
  readonly f1: number;
}
