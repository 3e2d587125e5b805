/** Sums over rows of a node: its weight, and either weight times value or, for classes, the weight of each. */
export interface NodeSums {
  weight: number;
  readonly sums: Float64Array;
}

export function nodeSums(width: number): NodeSums {
  return { weight: 0, sums: new Float64Array(width) };
}

/**
 * What parting a node raises: Σ s² / w, of which variance and Gini impurity lack a constant; or Σ s log(s / w) for
 * entropy. 0 without rows.
 */
export function purity({ sums, weight }: NodeSums, entropy: boolean): number {
  if (weight <= 0) return 0;
  let sum = 0;
  if (entropy) {
    for (const each of sums) if (each > 0) sum += each * Math.log2(each / weight);
    return sum;
  }
  for (const each of sums) sum += each * each;
  return sum / weight;
}

export function addSums(into: NodeSums, from: Float64Array, place: number): void {
  const { sums } = into;
  const { length } = sums;
  for (let at = 0; at < length; at++) sums[at] = (sums[at] ?? 0) + (from[place + at] ?? 0);
  into.weight += from[place + length] ?? 0;
}

/** into = a − b */
export function subtractSums(into: NodeSums, a: NodeSums, b: NodeSums): void {
  for (let at = 0; at < into.sums.length; at++) into.sums[at] = (a.sums[at] ?? 0) - (b.sums[at] ?? 0);
  into.weight = a.weight - b.weight;
}

export function clearSums(sums: NodeSums): void {
  sums.weight = 0;
  sums.sums.fill(0);
}
