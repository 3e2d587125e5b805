import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { requireService } from "@mlops/conformance";
import { expect, test } from "vitest";

import { type RegimeScores, writeCorporateRegimes } from "../testing/corporate-regimes.ts";

const python = process.env["MLOPS_PYTHON_ONNX"];
const judge = fileURLToPath(new URL("../../../../tools/python/judge_corporate_loan.py", import.meta.url));

/** One seed and few trees; `bench/corporate-loan.ts` prints five seeds with scikit-learn's own settings. */
test.skipIf(!requireService("python", python !== undefined))(
  "scikit-learn's boosting learns the defaults, loses them by the drift, and learns them again",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "mlops-corporate-"));
    try {
      await writeCorporateRegimes(folder, 1, 7000);
      const { stdout } = await promisify(execFile)(python ?? "", [judge, "40", folder]);
      const [scores] = JSON.parse(stdout) as readonly RegimeScores[];
      for (const fitted of [scores?.before, scores?.retrained]) {
        expect(fitted?.roc_auc).toBeGreaterThan(0.85);
        expect(fitted?.roc_auc).toBeLessThan(0.97);
        expect(fitted?.f1).toBeGreaterThan(0.78);
      }
      expect(scores?.afterDrift.f1).toBeLessThan(0.65);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);
