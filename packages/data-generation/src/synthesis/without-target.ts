import { MlopsError } from "@mlops/core";

import type { Synthesizer } from "./synthesizer.ts";

/**
 * The same rows without the column of the outcome.
 *
 * @throws MlopsError INVALID_ARGUMENT where the synthesizer names no target
 */
export function withoutTarget(synthesizer: Synthesizer): Synthesizer {
  const { target, ...others } = synthesizer;
  if (target === undefined) {
    throw new MlopsError("INVALID_ARGUMENT", `${synthesizer.name} does not know which column is the target.`, {
      hint: "Name it in the metadata that the model is fitted with: target: {column: status, positive: default}.",
    });
  }
  return {
    ...others,
    schema: synthesizer.schema.filter(({ name }) => name !== target.column),
    draw: (key, range) => synthesizer.draw(key, range).without([target.column]),
  };
}
