import type { GrowthColumn, SplitRules } from "./growth-plan.ts";
import { leafGain, leafValue } from "./leaf-value.ts";
import type { NodeSums, SplitAnswer } from "./search-splits.ts";

/**
 * The best set of categories to send left, if its gain is above `least`: of few categories each alone against the
 * others; of more, sets along the order of their mean gradients, among which the best one is (Fisher, On grouping for
 * maximum homogeneity, 1958). Missing values are a category of their own.
 *
 * @returns the gain
 */
export function cutCategories(
  histogram: Float64Array,
  column: GrowthColumn,
  node: NodeSums,
  rules: SplitRules,
  leastH: number,
  least: number,
  answer: SplitAnswer,
): number | undefined {
  const { G, H, lower, upper } = node;
  const grouped = { ...rules, l2: rules.l2 + rules.categoryL2 };
  const present: number[] = [];
  for (let bin = 0; bin <= column.bins; bin++) if ((histogram[2 * bin + 1] ?? 0) > 0) present.push(bin);
  const alone = present.length <= rules.oneAgainstOthers;
  const used = alone ? rules : grouped;
  if (!alone) {
    const mean = (bin: number): number =>
      (histogram[2 * bin] ?? 0) / ((histogram[2 * bin + 1] ?? 0) + rules.categorySmoothing);
    present.sort((a, b) => mean(a) - mean(b) || a - b);
  }
  let [gl, hl, best, most] = [0, 0, -1, least];
  const places = alone ? present.length : present.length - 1;
  for (let place = 0; place < places; place++) {
    const bin = present[place] ?? 0;
    const [g, h] = [histogram[2 * bin] ?? 0, histogram[2 * bin + 1] ?? 0];
    gl = alone ? g : gl + g;
    hl = alone ? h : hl + h;
    const [gr, hr] = [G - gl, H - hl];
    if (hl < leastH || hr < leastH) continue;
    const gain =
      leafGain(gl, hl, leafValue(gl, hl, used, lower, upper), used) +
      leafGain(gr, hr, leafValue(gr, hr, used, lower, upper), used);
    if (!(gain > most)) continue;
    most = gain;
    best = place;
    answer.leftG = gl;
    answer.leftH = hl;
  }
  if (best < 0) return undefined;
  answer.bin = 0;
  answer.table.fill(0);
  for (const bin of alone ? [present[best] ?? 0] : present.slice(0, best + 1)) answer.table[bin] = 1;
  // What was not here goes where most rows went.
  if (!present.includes(0) && 2 * answer.leftH >= H) answer.table[0] = 1;
  answer.missingLeft = answer.table[0] === 1;
  return most;
}
