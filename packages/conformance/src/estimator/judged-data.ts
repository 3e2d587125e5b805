import {
  type ClassLabel,
  type ClassTarget,
  type Feature,
  type NumericFeature,
  randomKey,
  randomStream,
  type Target,
  type TrainingData,
} from "@mlops/core";

/** Rows drawn around a linear rule: easy for everything that learns at all. Equal arguments give equal data. */
export interface DataShape {
  readonly rows: number;
  readonly columns?: number;
  readonly seed: string;
}

export function numericFeatures({ rows, columns = 3, seed }: DataShape): NumericFeature[] {
  return Array.from({ length: columns }, (_, index) => {
    const random = randomStream(randomKey(`${seed} column ${index}`));
    // Names as users have them, to find out who puts them into code or into other names.
    const name = ["x 0", "기온(℃)", "a/b"][index] ?? `x${index}`;
    return { kind: "numeric", name, values: Float64Array.from({ length: rows }, () => random.normal()) };
  });
}

export function regressionData(shape: DataShape): TrainingData {
  const features = numericFeatures(shape);
  const random = randomStream(randomKey(`${shape.seed} noise`));
  const values = ruleOf(features, shape.rows).map((value) => 20 + 5 * value + 0.2 * random.normal());
  return { features, target: { kind: "values", values } };
}

/** Classes along the rule, `labels.length` of them, about equally many rows in each, in every order. */
export function classData(shape: DataShape, labels: readonly ClassLabel[]): TrainingData {
  const features = numericFeatures(shape);
  const rule = ruleOf(features, shape.rows);
  const ranks = rankOf(rule);
  const codes = Int32Array.from(ranks, (rank) => Math.floor((rank * labels.length) / shape.rows));
  return { features, target: { kind: "classes", classes: labels, codes } };
}

/** Every seventh value from the given row on is missing. */
export function withGaps(features: readonly Feature[], from = 0): Feature[] {
  return features.map((feature, index) =>
    feature.kind === "numeric"
      ? { ...feature, values: feature.values.map((value, row) => (isGap(row, index, from) ? Number.NaN : value)) }
      : { ...feature, codes: feature.codes.map((code, row) => (isGap(row, index, from) ? -1 : code)) },
  );
}

/** The numeric features with one more, of three categories that follow the first feature's size. */
export function withCategory(features: readonly NumericFeature[]): Feature[] {
  const [first] = features;
  const codes = Int32Array.from(first?.values ?? [], (value) => (value < -0.5 ? 0 : value < 0.5 ? 1 : 2));
  return [...features, { kind: "categorical", name: "도시", codes, categories: ["서울", "부산", "it's"] }];
}

/** The rows at the given positions, which may repeat. */
export function takeRows({ features, target, weights }: TrainingData, rows: readonly number[]): TrainingData {
  const taken = { features: takeFeatures(features, rows), target: takeTarget(target, rows) };
  return weights ? { ...taken, weights: Float64Array.from(rows, (row) => weights[row] ?? Number.NaN) } : taken;
}

export function takeFeatures(features: readonly Feature[], rows: readonly number[]): Feature[] {
  return features.map((feature) =>
    feature.kind === "numeric"
      ? { ...feature, values: Float64Array.from(rows, (row) => feature.values[row] ?? Number.NaN) }
      : { ...feature, codes: Int32Array.from(rows, (row) => feature.codes[row] ?? -1) },
  );
}

function takeTarget(target: Target, rows: readonly number[]): Target {
  return target.kind === "values"
    ? { kind: "values", values: Float64Array.from(rows, (row) => target.values[row] ?? Number.NaN) }
    : { ...target, codes: Int32Array.from(rows, (row) => target.codes[row] ?? 0) };
}

export function rowCount({ target }: TrainingData): number {
  return target.kind === "values" ? target.values.length : target.codes.length;
}

/** The share of the most frequent class. */
export function largestShare({ classes, codes }: ClassTarget): number {
  const counts = classes.map((_, code) => codes.filter((each) => each === code).length);
  return Math.max(...counts) / codes.length;
}

function isGap(row: number, column: number, from: number): boolean {
  return row >= from && (row + 2 * column) % 7 === 3;
}

function ruleOf(features: readonly NumericFeature[], rows: number): Float64Array {
  const sums = new Float64Array(rows);
  features.forEach(({ values }, index) => {
    const slope = [1, -0.7, 0.4][index] ?? 0;
    for (let row = 0; row < rows; row++) sums[row] = (sums[row] ?? 0) + slope * (values[row] ?? 0);
  });
  return sums;
}

function rankOf(values: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length);
  const order = [...values.keys()].toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  order.forEach((row, rank) => (ranks[row] = rank));
  return ranks;
}
