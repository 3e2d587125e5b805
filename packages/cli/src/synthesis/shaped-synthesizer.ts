import { conditioned, parseConditions, type Synthesizer, withCodes, withoutTarget } from "@mlops/data-generation";

import type { GenerateValues } from "../options/generate-options.ts";
import { chooseSynthesizer } from "./choose-synthesizer.ts";

export interface ShapedSynthesizer {
  /** Draws the rows that the options ask for: conditions met, columns left out, texts as numbers. */
  readonly synthesizer: Synthesizer;
  readonly reasons: readonly string[];
}

/**
 * What `generate` draws from. The same options and files give the same rows, in whichever thread it is made.
 *
 * @throws MlopsError as `chooseSynthesizer`, and SYNTHESIS_CONDITION_UNMET, INVALID_ARGUMENT
 */
export async function shapedSynthesizer(options: GenerateValues, projectRoot: string): Promise<ShapedSynthesizer> {
  const { synthesizer, reasons } = await chooseSynthesizer(options, projectRoot);
  const { condition, target, encoded } = options;
  const matching = conditioned(synthesizer, parseConditions(condition, synthesizer.schema));
  const columns = target === false ? withoutTarget(matching) : matching;
  return { synthesizer: encoded ? withCodes(columns) : columns, reasons };
}
