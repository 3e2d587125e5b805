import { join, resolve } from "node:path";

import { outcomeOf } from "@mlops/core";
import { conditioned, parseConditions, type Synthesizer, withCodes, withoutTarget } from "@mlops/data-generation";
import { generateFile, keepRawData } from "@mlops/pipelines";
import { makeFolder } from "@mlops/store/make-folder";

import type { CommandContext, CommandResult } from "../command.ts";
import type { GenerateValues } from "../options/generate-options.ts";
import { drawProgress } from "./draw-progress.ts";
import { generateText } from "./generate-text.ts";
import { chooseSynthesizer } from "./choose-synthesizer.ts";

const USUAL_ROWS = 10_000;
const USUAL_SEED = 42;
const USUAL_FOLDER = "data/raw";
const USUAL_NAME = "synthetic_data.csv";

/** Chooses a synthesizer, draws rows into a file, and keeps it in the store. */
export async function generate(context: CommandContext, options: GenerateValues): Promise<CommandResult> {
  const { services, signal, progress, globals } = context;
  const { projectRoot } = await services.configuration();
  const { synthesizer: chosen, reasons } = await chooseSynthesizer(options, projectRoot);
  const synthesizer = shaped(chosen, options);
  const folder = options.outputDir === undefined ? resolve(projectRoot, USUAL_FOLDER) : resolve(options.outputDir);
  makeFolder(folder);
  const rows = options.numRows ?? USUAL_ROWS;
  const clock = services.clock();
  const file = await generateFile({
    synthesizer,
    rows,
    seed: globals.seed ?? USUAL_SEED,
    path: join(folder, options.filename ?? USUAL_NAME),
    signal,
    onProgress: drawProgress(progress, clock, rows),
  });
  const kept =
    options.store === false ? undefined : await keepRawData(await services.store(), file, clock.wall(), signal);
  progress.clear();
  return {
    outcome: outcomeOf(reasons),
    document: {
      ...file,
      stored: kept === undefined ? null : { collection: "raw_data", id: kept._id, size: kept.size },
    },
    human: (style) => generateText(file, kept, reasons, style),
  };
}

function shaped(chosen: Synthesizer, { condition, target, encoded }: GenerateValues): Synthesizer {
  const matching = conditioned(chosen, parseConditions(condition, chosen.schema));
  const columns = target === false ? withoutTarget(matching) : matching;
  return encoded ? withCodes(columns) : columns;
}
