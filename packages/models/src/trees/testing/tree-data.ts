import { type Feature, randomKey, randomStream, type TrainingData } from "@mlops/core";

export interface TreeDataShape {
  readonly rows: number;
  readonly classes: number;
  readonly seed: string;
}

/**
 * Made-up data that trees are good at and lines are not: products and steps of five numeric columns, the effects of a
 * category without order, values that are missing more often in one class, a column of noise and one that never changes.
 */
export function treeData({ rows, classes, seed }: TreeDataShape): TrainingData {
  const random = randomStream(randomKey(`trees ${seed}`));
  const columns = Array.from({ length: 6 }, () => Float64Array.from({ length: rows }, () => random.normal()));
  const codes = Int32Array.from({ length: rows }, () => random.integer(9));
  const effects = [2, -1, 0, 1.5, -2, 0.5, -0.5, 1, -1.5];
  const score = Float64Array.from({ length: rows }, (_, row) => {
    const [a = 0, b = 0, c = 0, d = 0] = columns.map((column) => column[row] ?? 0);
    return 2 * a * b + (c > 0.3 ? 1.5 : -1) + Math.abs(d) + (effects[codes[row] ?? 0] ?? 0) + 0.3 * random.normal();
  });
  const features: Feature[] = columns.map((values, index) => {
    const gapped = values.map((value, row) => {
      const gap = index === 4 ? (score[row] ?? 0) > 2 && random.uniform() < 0.5 : index < 2 && random.uniform() < 0.05;
      return gap ? NaN : value;
    });
    return { kind: "numeric", name: `x${index}`, values: gapped };
  });
  features.push({
    kind: "categorical",
    name: "kind",
    codes: codes.map((code) => (random.uniform() < 0.03 ? -1 : code)),
    categories: effects.map((_, code) => `k${code}`),
  });
  features.push({ kind: "numeric", name: "constant", values: new Float64Array(rows).fill(5) });
  if (classes === 0) return { features, target: { kind: "values", values: score } };
  const sorted = score.toSorted();
  const cuts = Array.from({ length: classes - 1 }, (_, at) => sorted[Math.floor(((at + 1) * rows) / classes)] ?? 0);
  const target = Int32Array.from(score, (value) => cuts.filter((cut) => value >= cut).length);
  return {
    features,
    target: { kind: "classes", codes: target, classes: cuts.concat(0).map((_, code) => `class ${code}`) },
  };
}
