import { type Feature, type RandomKey, randomStream, splitKey } from "@mlops/core";

import { takeRows } from "../data/training-rows.ts";

/** What a score loses where a column says nothing, over repeated shuffles. */
export interface PermutationImportance {
  readonly name: string;
  readonly mean: number;
  /** Standard deviation over the shuffles. */
  readonly deviation: number;
}

/**
 * Shuffles one column after the other and judges the model again: Breiman, Random forests (2001). Works with any model.
 *
 * @param score of the model's predictions for these features, larger being better
 */
export async function permutationImportance(
  features: readonly Feature[],
  score: (features: readonly Feature[]) => number | Promise<number>,
  key: RandomKey,
  repeats = 5,
): Promise<PermutationImportance[]> {
  const whole = await score(features);
  const rows = features[0]?.kind === "numeric" ? features[0].values.length : (features[0]?.codes.length ?? 0);
  const importances: PermutationImportance[] = [];
  for (const [column, feature] of features.entries()) {
    const losses: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = randomStream(splitKey(key, feature.name, repeat)).shuffle([...Array(rows).keys()]);
      const shuffled = takeRows([feature], order);
      losses.push(whole - (await score(features.with(column, shuffled[0] ?? feature))));
    }
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / repeats;
    const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / repeats;
    importances.push({ name: feature.name, mean, deviation: Math.sqrt(variance) });
  }
  return importances;
}
