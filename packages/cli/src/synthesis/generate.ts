import { join, resolve } from "node:path";

import { outcomeOf } from "@mlops/core";
import { generateFile, keepRawData } from "@mlops/pipelines";
import { makeFolder } from "@mlops/store/make-folder";

import type { CommandContext, CommandResult } from "../command.ts";
import type { GenerateValues } from "../options/generate-options.ts";
import { drawProgress } from "./draw-progress.ts";
import { drawingTeam } from "./drawing-team.ts";
import { generateText } from "./generate-text.ts";
import { shapedSynthesizer } from "./shaped-synthesizer.ts";

const USUAL_ROWS = 10_000;
const USUAL_SEED = 42;
const USUAL_FOLDER = "data/raw";
const USUAL_NAME = "synthetic_data.csv";

/** Chooses a synthesizer, draws rows into a file, and keeps it in the store. */
export async function generate(context: CommandContext, options: GenerateValues): Promise<CommandResult> {
  const { services, signal, progress, globals } = context;
  const { projectRoot } = await services.configuration();
  const { synthesizer, reasons } = await shapedSynthesizer(options, projectRoot);
  const folder = options.outputDir === undefined ? resolve(projectRoot, USUAL_FOLDER) : resolve(options.outputDir);
  makeFolder(folder);
  const rows = options.numRows ?? USUAL_ROWS;
  const clock = services.clock();
  const seed = globals.seed ?? USUAL_SEED;
  const { workers = 1 } = options;
  await using team = workers > 1 ? drawingTeam(workers, { options, projectRoot, seed }) : undefined;
  const file = await generateFile({
    synthesizer,
    rows,
    seed,
    ...(team && { drawing: team }),
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
