import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { MlopsError } from "@mlops/core";
import {
  FALLBACK_SYNTHESIZER,
  findSynthesizer,
  openCopula,
  readModel,
  type Synthesizer,
  withTargetRate,
} from "@mlops/data-generation";
import { readText } from "@mlops/pipelines";

import type { GenerateValues } from "../options/generate-options.ts";

/** Where `synthesizer fit` writes and `generate` looks, from the project root. */
export const USUAL_MODEL = "models/distribution_model.json";

export interface ChosenSynthesizer {
  readonly synthesizer: Synthesizer;
  /** Reason codes where it is not what one would expect. */
  readonly reasons: readonly string[];
}

/**
 * The model that a flag names, the synthesizer that a flag names, the project's model, or the fallback, in this order.
 *
 * @throws MlopsError FILE_NOT_FOUND, SYNTHESIZER_…, INVALID_ARGUMENT
 */
export async function chooseSynthesizer(options: GenerateValues, projectRoot: string): Promise<ChosenSynthesizer> {
  if (options.model !== undefined && options.synthesizer !== undefined) {
    throw new MlopsError("INVALID_ARGUMENT", "--model and --synthesizer cannot be given together.");
  }
  if (options.model !== undefined) return { synthesizer: await openModelFile(options.model, options), reasons: [] };
  if (options.synthesizer !== undefined) return { synthesizer: await named(options.synthesizer, options), reasons: [] };
  const usual = resolve(projectRoot, USUAL_MODEL);
  if (existsSync(usual)) return { synthesizer: await openModelFile(usual, options), reasons: [] };
  return { synthesizer: await named(FALLBACK_SYNTHESIZER, options), reasons: ["no-distribution-model"] };
}

async function named(name: string, { defaultRate, scenario }: GenerateValues): Promise<Synthesizer> {
  const definition = await findSynthesizer(name).load();
  if (definition.name === "gaussian-copula") {
    throw new MlopsError("INVALID_ARGUMENT", "The Gaussian copula draws from a model: name one.", {
      hint: "mlops generate --model FILE, after mlops synthesizer fit --data FILE",
    });
  }
  const given = {
    ...(defaultRate !== undefined && { default_rate: defaultRate }),
    ...(scenario !== undefined && { scenario }),
  };
  const parsed = definition.options.safeParse(given);
  if (parsed.success) return definition.open(parsed.data);
  const what = parsed.error.issues.map(({ message }) => message).join("; ");
  throw new MlopsError("INVALID_ARGUMENT", `The synthesizer ${definition.name} refuses its options: ${what}.`);
}

async function openModelFile(path: string, { defaultRate, scenario }: GenerateValues): Promise<Synthesizer> {
  if (scenario !== undefined) {
    throw new MlopsError("INVALID_ARGUMENT", `The distribution model ${path} has no scenarios.`, {
      hint: "Name a synthesizer that has some: --synthesizer corporate-loan",
    });
  }
  const model = readModel(await readText(path), path);
  return defaultRate === undefined ? openCopula(model) : withTargetRate(model, defaultRate);
}
