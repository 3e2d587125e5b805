import { HISTOGRAM_BYTES, type TreeKernels } from "../kernels/tree-kernels.ts";
import { cutCategories } from "./cut-categories.ts";
import type { GrowthColumn, GrowthPlan, SplitRules } from "./growth-plan.ts";
import { leafGain, leafValue } from "./leaf-value.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";

export interface NodeSums {
  readonly G: number;
  readonly H: number;
  readonly rows: number;
  /** Bounds of its value. */
  readonly lower: number;
  readonly upper: number;
}

/** The best question found so far; what is in `table` is 1 for bins that go left. */
export interface SplitAnswer {
  /** Beyond the node's own gain; −1 where there is no split. */
  gain: number;
  column: number;
  /** Last bin on the left; 0 for a set of categories. */
  bin: number;
  missingLeft: boolean;
  leftG: number;
  leftH: number;
  readonly table: Uint8Array;
}

/** Searches splits of nodes over their histograms; holds what it needs again and again. */
export class SplitSearch {
  readonly #plan: GrowthPlan;
  readonly #kernels: TreeKernels;
  readonly #doubles: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #cutAt: number;
  /** Rules under which the gain is G² / (H + l2), which a kernel finds. */
  readonly #plain: boolean;

  constructor(memory: SharedMemory, plan: GrowthPlan, kernels: TreeKernels, cutAt: number) {
    this.#plan = plan;
    this.#kernels = kernels;
    this.#doubles = new Float64Array(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
    this.#cutAt = cutAt;
    const { l1, largestStep } = plan.rules;
    this.#plain = l1 === 0 && largestStep === 0 && plan.columns.every(({ monotone }) => monotone === 0);
  }

  /** The best split of the columns [`first`, `end`) that the mask allows; the first of equals. */
  search(histogramAt: number, maskAt: number, node: NodeSums, first: number, end: number, answer: SplitAnswer): void {
    const { rules, columns } = this.#plan;
    const own = leafGain(node.G, node.H, leafValue(node.G, node.H, rules, node.lower, node.upper), rules);
    const leastH = Math.max(
      rules.leastHessian,
      // The rows of a part are taken to be its share of the hessians; a little less, for their rounding.
      rules.leastRows > 1 ? (rules.leastRows * node.H * (1 - 1e-9)) / node.rows : 0,
      1e-12,
    );
    // Rounding must not make a gain where every split gives the same.
    const least = own + Math.max(rules.leastGain, 1e-11 * Math.abs(own));
    answer.gain = -1;
    let most = least;
    for (let column = first; column < end; column++) {
      const about = columns[column];
      if (about === undefined || this.#bytes[maskAt + column] !== 1) continue;
      const at = histogramAt + column * HISTOGRAM_BYTES;
      const found = about.categorical
        ? cutCategories(this.#doubles.subarray(at >>> 3, (at >>> 3) + 512), about, node, rules, leastH, most, answer)
        : this.#cutNumbers(at, about, node, leastH, most, answer);
      if (found === undefined) continue;
      most = found;
      answer.column = column;
      answer.gain = found - own;
    }
  }

  #cutNumbers(
    at: number,
    column: GrowthColumn,
    node: NodeSums,
    leastH: number,
    least: number,
    answer: SplitAnswer,
  ): number | undefined {
    const { bins, hasMissing } = column;
    // With missing values also "all values against the missing ones".
    const right = this.#cut(at, hasMissing ? bins : bins - 1, 0, 0, column, node, leastH, least);
    let most = least;
    if (right >= 0) most = this.#take(right, false, answer);
    if (hasMissing) {
      const missing = at >>> 3;
      const [g, h] = [this.#doubles[missing] ?? 0, this.#doubles[missing + 1] ?? 0];
      const left = this.#cut(at, bins - 1, g, h, column, node, leastH, most);
      if (left >= 0) most = this.#take(left, true, answer);
    }
    if (most === least) return undefined;
    // Where nothing was missing, what is missing later goes where most rows went.
    if (!hasMissing) answer.missingLeft = 2 * answer.leftH >= node.H;
    answer.table.fill(0);
    answer.table.fill(1, 1, answer.bin + 1);
    if (answer.missingLeft) answer.table[0] = 1;
    return most;
  }

  #take(bin: number, missingLeft: boolean, answer: SplitAnswer): number {
    const at = this.#cutAt >>> 3;
    answer.bin = bin;
    answer.missingLeft = missingLeft;
    answer.leftG = this.#doubles[at + 1] ?? 0;
    answer.leftH = this.#doubles[at + 2] ?? 0;
    return this.#doubles[at] ?? 0;
  }

  #cut(
    at: number,
    to: number,
    leftG: number,
    leftH: number,
    column: GrowthColumn,
    node: NodeSums,
    leastH: number,
    least: number,
  ): number {
    const { rules } = this.#plan;
    if (this.#plain) {
      const { G, H } = node;
      return this.#kernels.bestCut(at, 1, to, leftG, leftH, G, H, rules.l2, leastH, least, this.#cutAt);
    }
    return this.#constrainedCut(at, to, leftG, leftH, column.monotone, node, leastH, least, rules);
  }

  /** As the kernel, with all rules for the values of both parts. */
  #constrainedCut(
    at: number,
    to: number,
    leftG: number,
    leftH: number,
    monotone: number,
    node: NodeSums,
    leastH: number,
    least: number,
    rules: SplitRules,
  ): number {
    const doubles = this.#doubles;
    const out = this.#cutAt >>> 3;
    const { G, H, lower, upper } = node;
    let [gl, hl, best, most] = [leftG, leftH, -1, least];
    for (let bin = 1, place = (at >>> 3) + 2; bin <= to; bin++, place += 2) {
      gl += doubles[place] ?? 0;
      hl += doubles[place + 1] ?? 0;
      const [gr, hr] = [G - gl, H - hl];
      if (hr < leastH) break;
      if (hl < leastH) continue;
      const left = leafValue(gl, hl, rules, lower, upper);
      const right = leafValue(gr, hr, rules, lower, upper);
      if (monotone * (right - left) < 0) continue;
      const gain = leafGain(gl, hl, left, rules) + leafGain(gr, hr, right, rules);
      if (!(gain > most)) continue;
      most = gain;
      best = bin;
      doubles[out] = gain;
      doubles[out + 1] = gl;
      doubles[out + 2] = hl;
    }
    return best;
  }
}
