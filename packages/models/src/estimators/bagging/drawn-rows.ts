import type { Feature, RandomStream, Target, TrainingData } from "@mlops/core";

/** Rows of a bag, in rising order; of classes as many of each as its share, so that no bag lacks one. */
export function drawRows(target: Target, part: number, replace: boolean, random: RandomStream): Int32Array {
  const drawn = groupsOf(target).flatMap((rows) => {
    const count = Math.max(1, Math.round(part * rows.length));
    if (replace) return Array.from({ length: count }, () => rows[random.integer(rows.length)] ?? 0);
    return random.shuffle([...rows]).slice(0, count);
  });
  return Int32Array.from(drawn).sort();
}

/** These rows to learn from; the validation part stays whole. */
export function takeTraining(training: TrainingData, rows: Int32Array): TrainingData {
  const { features, target, weights, validation } = training;
  return {
    ...(validation && { validation }),
    features: features.map((feature) => takeFeature(feature, rows)),
    target:
      target.kind === "values"
        ? { kind: "values", values: Float64Array.from(rows, (row) => target.values[row] ?? 0) }
        : { ...target, codes: Int32Array.from(rows, (row) => target.codes[row] ?? 0) },
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row] ?? 0) }),
  };
}

export function takeFeature(feature: Feature, rows: Int32Array): Feature {
  return feature.kind === "numeric"
    ? { ...feature, values: Float64Array.from(rows, (row) => feature.values[row] ?? Number.NaN) }
    : { ...feature, codes: Int32Array.from(rows, (row) => feature.codes[row] ?? -1) };
}

function groupsOf(target: Target): number[][] {
  if (target.kind === "values") return [[...target.values.keys()]];
  return target.classes.map((_, code) => [...target.codes.keys()].filter((row) => target.codes[row] === code));
}
