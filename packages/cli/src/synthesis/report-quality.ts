import { dirname, resolve } from "node:path";

import { MlopsError, outcomeOf } from "@mlops/core";
import { type JudgedFiles, judgeFiles } from "@mlops/pipelines";
import { makeFolder } from "@mlops/store/make-folder";

import type { CommandContext, CommandResult } from "../command.ts";
import { qualityText } from "./quality-text.ts";

interface ReportValues {
  readonly real: string | undefined;
  readonly synthetic: string | undefined;
  readonly holdout: string | undefined;
  readonly metadata: string | undefined;
  readonly target: string | undefined;
  readonly page: string | undefined;
}

const USUAL_SEED = 42;
const USUAL_PAGE = "data/quality.html";

/** Compares two files and answers scores, privacy and usefulness. */
export async function reportQuality(context: CommandContext, options: ReportValues): Promise<CommandResult> {
  const { services, signal, globals } = context;
  const { projectRoot } = await services.configuration();
  const page = options.page === undefined ? resolve(projectRoot, USUAL_PAGE) : resolve(options.page);
  const [real, synthetic] = [needed(options.real, "--real"), needed(options.synthetic, "--synthetic")];
  makeFolder(dirname(page));
  const judged = await judgeFiles({
    real,
    synthetic,
    page,
    seed: globals.seed ?? USUAL_SEED,
    signal,
    ...(options.holdout !== undefined && { holdout: options.holdout }),
    ...(options.metadata !== undefined && { metadata: options.metadata }),
    ...(options.target !== undefined && { target: options.target }),
  });
  const reasons = reasonsOf(judged);
  return {
    outcome: outcomeOf(reasons),
    document: { ...judged },
    human: (style) => qualityText(judged, reasons, style),
  };
}

function needed(given: string | undefined, flag: string): string {
  if (given !== undefined) return given;
  throw new MlopsError("INVALID_ARGUMENT", `${flag} is needed.`, {
    hint: "mlops synthesizer report --real FILE --synthetic FILE",
  });
}

/** Structure and validity are to be whole; what is less is said. */
function reasonsOf({ structure, validity }: JudgedFiles): readonly string[] {
  return [...(structure.score < 1 ? ["structure-differs"] : []), ...(validity < 1 ? ["invalid-values"] : [])];
}
