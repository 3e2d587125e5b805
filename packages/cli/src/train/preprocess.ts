import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, join } from "node:path";

import { formatInstant, MlopsError } from "@mlops/core";
import {
  checkTableRecipe,
  completeRecipe,
  type LoadedRecipe,
  openRegisteredTable,
  planCustomSteps,
  planTable,
  type ProcessedRows,
  processRows,
  processWithModel,
} from "@mlops/pipelines";
import { modelRegistry } from "@mlops/store";
import { makeFolder } from "@mlops/store/make-folder";

import type { CommandContext, CommandResult } from "../command.ts";
import { writeWhole } from "../files/write-whole.ts";
import { shownModel } from "../models/shown-model.ts";
import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderFields } from "../render/table.ts";

export interface PreprocessRequest {
  /** Absolute. */
  readonly folder: string;
  readonly format: "csv" | "parquet";
  readonly filename: string | undefined;
  readonly model: string | undefined;
  readonly dataPath: string | undefined;
}

/** Writes prepared rows and, beside them, what they hold as JSON. */
export async function preprocess(
  context: CommandContext,
  written: LoadedRecipe,
  request: PreprocessRequest,
): Promise<CommandResult> {
  if (written.recipe.source !== undefined) {
    throw new MlopsError("INVALID_ARGUMENT", "mlops preprocess is for recipes over a table; a forecast has no steps.");
  }
  const { services, globals, signal } = context;
  const { projectRoot } = await services.configuration();
  const { dataPath } = request;
  const { loaded, warnings } = await completeRecipe(written, {
    projectRoot,
    ...(dataPath !== undefined && { dataPath }),
  });
  await checkTableRecipe(loaded);
  const customSteps = await planCustomSteps(loaded, projectRoot);
  const flags = { warnings, ...(dataPath !== undefined && { dataPath }) };
  const planned = planTable(loaded, flags, projectRoot, { customSteps });
  const name = request.filename ?? planned.recipe;
  if (basename(name) !== name) throw new MlopsError("INVALID_ARGUMENT", `"${name}" cannot be the name of a file.`);
  makeFolder(request.folder);
  const path = join(request.folder, `${name}.${request.format}`);
  const seed = globals.seed ?? loaded.recipe.evaluation.randomState;
  const processed = await processedRows(context, request, planned, { path, seed, signal });
  const document = {
    ...processed,
    warnings: [...(request.model === undefined ? planned.warnings : []), ...processed.warnings],
    path,
    digest: await fileDigest(path),
    recipe: planned.recipe,
    recipeDigest: planned.recipeDigest,
    model: request.model ?? null,
    at: formatInstant(services.clock().now()),
  };
  const metadataPath = join(request.folder, `${name}.metadata.json`);
  await writeWhole(
    metadataPath,
    `${JSON.stringify(document, null, 2)}\n`,
    "Choose a writable folder with --output-dir.",
  );
  return {
    outcome: { status: "ok", reasons: [] },
    document: { ...document, metadataPath },
    human: (style) => processedText(document, metadataPath, style),
  };
}

async function processedRows(
  { services }: CommandContext,
  { model }: PreprocessRequest,
  plan: ReturnType<typeof planTable>,
  options: { readonly path: string; readonly seed: number; readonly signal: AbortSignal },
): Promise<ProcessedRows> {
  if (model === undefined) {
    return processRows(plan, options);
  }
  const store = await services.store();
  const version = await shownModel(modelRegistry(store, services.clock()), model, process.cwd());
  const { preparation } = await openRegisteredTable(store, version);
  return processWithModel(preparation, plan.source, options);
}

async function fileDigest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

function processedText(
  processed: ProcessedRows & { readonly path: string; readonly digest: string },
  metadataPath: string,
  style: Style,
): string {
  const { rows, columns, categorical, numeric, others, parts, path, digest, warnings } = processed;
  const names = Object.keys(categorical);
  const fields = renderFields(
    [
      [
        "rows",
        `${rows}${Object.entries(parts)
          .map(([name, count], index) => `${index === 0 ? ": " : ", "}${name} ${count}`)
          .join("")}`,
      ],
      ["columns", `${columns}: ${numeric.length} numeric, ${names.length} categorical, ${others.length} others`],
      ["categorical", names.length === 0 ? null : names.map((name) => `${name} (${categorical[name]})`).join(", ")],
      ["numeric", numeric.length === 0 ? null : numeric.join(", ")],
      ["others", others.length === 0 ? null : others.join(", ")],
      ["file", path],
      ["digest", digest],
      ["metadata", metadataPath],
    ],
    style,
  );
  return [fields, warnings.map((warning) => renderNote(warning, style)).join("\n")]
    .filter((part) => part !== "")
    .join("\n\n");
}
