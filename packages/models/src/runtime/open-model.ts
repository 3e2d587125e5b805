import { readFile } from "node:fs/promises";

import { MlopsError, sha256Hex, throwIfCancelled } from "@mlops/core";
import { type OnnxModelSummary, readModelSummary } from "@mlops/onnx";
import type { InferenceSession } from "onnxruntime-node";

import { checkColumns } from "./check-columns.ts";
import type { ModelColumn, ModelColumns, ModelPort } from "./model-column.ts";
import { modelPorts } from "./model-ports.ts";
import { loadOnnxRuntime, sessionOptions, tensorOf } from "./onnx-runtime.ts";
import { outputColumns } from "./output-columns.ts";

/** Rows per run: memory stays bounded whatever the number of rows, and longer runs are no faster per row. */
const CHUNK_ROWS = 4096;

/** A model ready to predict. Disposing waits for predictions under way; disposing twice is allowed. */
export interface OpenModel extends AsyncDisposable {
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  /** What the file says about itself. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * One value per row and output. The columns are bound by name and have to be exactly the model's inputs.
   *
   * @throws MlopsError MODEL_INPUT_… naming the column, MODEL_CLOSED, MODEL_RUN_FAILED, CANCELLED between chunks.
   */
  predict(columns: ModelColumns, options?: { readonly signal?: AbortSignal }): Promise<Record<string, ModelColumn>>;
}

export interface OpenModelOptions {
  /** Threads within one run; results are bit for bit the same only for the same number. Default 1. */
  readonly threads?: number;
  /** SHA-256 that the file has to have. Only this finds damage that leaves the file readable: changed weights. */
  readonly digest?: string;
}

/**
 * Opens an ONNX model, from its bytes or the path of its file, on ONNX Runtime's CPU provider.
 *
 * @throws MlopsError FILE_NOT_FOUND, MODEL_DAMAGED, MODEL_UNSUPPORTED, INVALID_ARGUMENT for a number of threads below 1.
 */
export async function openModel(source: Uint8Array | string, options: OpenModelOptions = {}): Promise<OpenModel> {
  const { threads = 1, digest } = options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new MlopsError("INVALID_ARGUMENT", `A model runs on a whole number of threads from 1, got ${threads}.`);
  }
  const bytes = typeof source === "string" ? await readModelFile(source) : source;
  const where = typeof source === "string" ? `The model ${source}` : "The model";
  if (digest !== undefined) assertDigest(bytes, digest, where);
  const { inputs, outputs, metadata } = describe(bytes, where);
  const chunkRows = rowsPerRun(metadata);
  const runtime = await loadOnnxRuntime();
  const session = await createSession(bytes, threads, where);
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  const run = async (
    columns: ModelColumns,
    rows: number,
    signal?: AbortSignal,
  ): Promise<Record<string, ModelColumn>> => {
    const gathered = outputColumns(outputs, rows);
    for (let start = 0; start < rows; start += chunkRows) {
      throwIfCancelled(signal);
      const end = Math.min(start + chunkRows, rows);
      const feeds = inputs.map(({ name, type }) => [name, tensorOf(runtime, type, columns[name] ?? [], start, end)]);
      gathered.add(await runSession(session, Object.fromEntries(feeds)), start, end);
    }
    return gathered.finish();
  };

  return {
    inputs,
    outputs,
    metadata,
    async predict(columns, { signal } = {}) {
      if (closing) throw new MlopsError("MODEL_CLOSED", `${where} is closed.`);
      const running = run(columns, checkColumns(inputs, columns), signal);
      underWay.add(running);
      try {
        return await running;
      } finally {
        underWay.delete(running);
      }
    },
    [Symbol.asyncDispose]() {
      closing ??= Promise.allSettled(underWay).then(() => session.release());
      return closing;
    },
  };
}

/** What the model asks for, where it asks for less than usual. */
function rowsPerRun({ rows_per_run: text }: Readonly<Record<string, string>>): number {
  const asked = Number(text ?? CHUNK_ROWS);
  return Number.isInteger(asked) && asked >= 1 ? Math.min(asked, CHUNK_ROWS) : CHUNK_ROWS;
}

async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new MlopsError("FILE_NOT_FOUND", `The model file ${path} cannot be read.`, { cause, details: { path } });
  }
}

function assertDigest(bytes: Uint8Array, expected: string, where: string): void {
  const actual = sha256Hex(bytes);
  if (actual === expected) return;
  throw new MlopsError("MODEL_DAMAGED", `${where} has the digest ${actual}, not ${expected}.`, {
    details: { expected, actual },
  });
}

function describe(bytes: Uint8Array, where: string): Pick<OpenModel, "inputs" | "outputs" | "metadata"> {
  const summary = readSummary(bytes, where);
  return {
    inputs: modelPorts("input", summary.inputs),
    outputs: modelPorts("output", summary.outputs),
    metadata: summary.metadata,
  };
}

function readSummary(bytes: Uint8Array, where: string): OnnxModelSummary {
  try {
    return readModelSummary(bytes);
  } catch (cause) {
    throw damaged(where, cause);
  }
}

async function createSession(bytes: Uint8Array, threads: number, where: string): Promise<InferenceSession> {
  const { InferenceSession } = await loadOnnxRuntime();
  try {
    return await InferenceSession.create(bytes, sessionOptions(threads));
  } catch (cause) {
    throw damaged(where, cause);
  }
}

async function runSession(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
): Promise<InferenceSession.ReturnType> {
  try {
    return await session.run(feeds);
  } catch (cause) {
    throw new MlopsError("MODEL_RUN_FAILED", `ONNX Runtime failed to run the model: ${reasonOf(cause)}`, { cause });
  }
}

function damaged(where: string, cause: unknown): MlopsError {
  return new MlopsError("MODEL_DAMAGED", `${where} cannot be loaded: ${reasonOf(cause)}`, { cause });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
