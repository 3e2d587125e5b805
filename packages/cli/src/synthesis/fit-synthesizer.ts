import { dirname, resolve } from "node:path";

import { MlopsError, outcomeOf } from "@mlops/core";
import { type DistributionModel, latentText } from "@mlops/data-generation";
import { type FittedModelFile, fitModelFile } from "@mlops/pipelines";
import { makeFolder } from "@mlops/store/make-folder";

import type { CommandContext, CommandResult } from "../command.ts";
import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderFields, renderTable } from "../render/table.ts";
import { USUAL_MODEL } from "./choose-synthesizer.ts";

interface FitValues {
  readonly data: string | undefined;
  readonly metadata: string | undefined;
  readonly output: string | undefined;
}

const USUAL_SEED = 42;
/** Correlations that had to move farther than this to be possible together are worth a word. */
const NOTEWORTHY_REPAIR = 0.05;

/** Fits a distribution model to a file and answers what it found in each column. */
export async function fitSynthesizer(context: CommandContext, options: FitValues): Promise<CommandResult> {
  const { services, signal, globals } = context;
  if (options.data === undefined) {
    throw new MlopsError("INVALID_ARGUMENT", "--data is needed: the rows to learn from.", {
      hint: "mlops synthesizer fit --data FILE",
    });
  }
  const { projectRoot } = await services.configuration();
  const output = options.output === undefined ? resolve(projectRoot, USUAL_MODEL) : resolve(options.output);
  makeFolder(dirname(output));
  const fitted = await fitModelFile({
    data: options.data,
    output,
    seed: globals.seed ?? USUAL_SEED,
    signal,
    ...(options.metadata !== undefined && { metadata: options.metadata }),
  });
  const reasons = [
    ...(fitted.rejectedCount > 0 ? ["bad-cells"] : []),
    ...(fitted.model.columns.some(isEmpty) ? ["column-without-values"] : []),
  ];
  return {
    outcome: outcomeOf(reasons),
    document: {
      path: fitted.path,
      digest: fitted.model.digest,
      rows: fitted.model.fitted.rows,
      columns: columnRows(fitted.model),
      constraints: fitted.model.constraints,
      largestCorrelationRepair: fitted.repair,
      warnings: fitted.warnings,
      rejected: fitted.rejected,
      rejectedCount: fitted.rejectedCount,
    },
    human: (style) => fitText(fitted, style),
  };
}

function isEmpty({ source }: DistributionModel["columns"][number]): boolean {
  return source.kind === "constant" && source.value === null;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly is: string;
  /** What the values are drawn from. */
  readonly drawnFrom: string;
  /** Share of absent cells. */
  readonly missing: number;
}

function columnRows(model: DistributionModel): readonly ColumnRow[] {
  return model.columns.map(({ name, type, is, missing, source }) => ({
    name,
    type,
    is,
    drawnFrom: latentText(source, model),
    missing: isEmpty({ name, type, is, source }) ? 1 : missingShare(model, missing),
  }));
}

function missingShare({ latents }: DistributionModel, index: number | undefined): number {
  const latent = index === undefined ? undefined : latents[index];
  if (latent?.kind !== "missing") return 0;
  const [present = 0, absent = 0] = latent.counts;
  return absent / (present + absent);
}

function fitText(fitted: FittedModelFile, style: Style): string {
  const { model, repair, warnings, rejected } = fitted;
  const rows = columnRows(model).map(({ name, is, drawnFrom, missing }) => [
    name,
    is,
    drawnFrom,
    missing === 0 ? "" : `${(100 * missing).toFixed(1)} %`,
  ]);
  const fields: [string, string][] = [
    ["model", style.bold(fitted.path)],
    ["digest", model.digest],
    ["learnt from", `${model.fitted.rows} rows of ${model.columns.length} columns of ${model.fitted.data}`],
    ["next", "mlops generate --num-rows 10000"],
  ];
  const notes = [
    ...warnings,
    ...(repair > NOTEWORTHY_REPAIR
      ? [`Correlations had to change by up to ${repair.toFixed(2)} to be possible together.`]
      : []),
    ...rejected.slice(0, 5).map(({ where, message }) => `${where}: ${message}`),
  ].map((text) => renderNote(text, style));
  return [
    renderTable(["COLUMN", "IS", "DRAWN FROM", "MISSING"], rows, style),
    renderFields(fields, style),
    notes.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
