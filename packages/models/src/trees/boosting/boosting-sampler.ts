import { type RandomKey, randomStream, type RandomStream, splitKey } from "@mlops/core";

import type { BoostingSettings } from "./boosting-settings.ts";
import type { GrowthPlan } from "./growth-plan.ts";
import type { TreeTask } from "./grow-tree.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";

/** Chooses the rows and columns of each tree, from a key of the tree's own. */
export class BoostingSampler {
  readonly #memory: SharedMemory;
  readonly #plan: GrowthPlan;
  readonly #rowsAt: number;
  readonly #settings: BoostingSettings;
  readonly #key: RandomKey;
  readonly #chosen: number;
  /** Row numbers: the chosen ones in order, then the others. */
  #sample: Uint32Array | null = null;
  #sampleRound = -1;
  #anyColumn = 0;
  #nodes: RandomStream | null = null;

  constructor(memory: SharedMemory, plan: GrowthPlan, rowsAt: number, settings: BoostingSettings, key: RandomKey) {
    this.#memory = memory;
    this.#plan = plan;
    this.#rowsAt = rowsAt;
    this.#settings = settings;
    this.#key = key;
    const { rows } = plan.matrix;
    this.#chosen = settings.rowShare < 1 ? Math.max(1, Math.round(settings.rowShare * rows)) : rows;
  }

  /** Whether trees differ in what they may see. */
  get random(): boolean {
    const { columnShare, nodeColumnShare } = this.#settings;
    return this.#chosen < this.#plan.matrix.rows || columnShare < 1 || nodeColumnShare < 1;
  }

  begin(round: number, output: number): void {
    const { rows, columns } = this.#plan.matrix;
    const list = new Uint32Array(this.#memory.buffer, this.#rowsAt, rows);
    if (this.#chosen === rows) for (let row = 0; row < rows; row++) list[row] = row;
    else list.set(this.#rowsOf(round));
    const { columnShare, nodeColumnShare } = this.#settings;
    const mask = new Uint8Array(this.#memory.buffer, this.#plan.treeMaskAt, columns);
    if (columnShare < 1) {
      const random = randomStream(splitKey(this.#key, "columns", round, output));
      choose(mask, Math.max(1, Math.round(columnShare * columns)), random);
    } else mask.fill(1);
    this.#anyColumn = mask.indexOf(1);
    this.#nodes = nodeColumnShare < 1 ? randomStream(splitKey(this.#key, "nodes", round, output)) : null;
  }

  task(): Omit<TreeTask, "learningRate"> {
    const nodes = this.#nodes;
    return {
      rows: this.#chosen,
      all: this.#chosen === this.#plan.matrix.rows,
      anyColumn: this.#anyColumn,
      ...(nodes && { chooseColumns: (maskAt: number) => this.#chooseForNode(maskAt, nodes) }),
    };
  }

  /** Rows that the tree was not grown from. */
  leftOut(): Uint32Array {
    return this.#sample === null ? new Uint32Array(0) : this.#sample.subarray(this.#chosen);
  }

  #rowsOf(round: number): Uint32Array {
    const { rows } = this.#plan.matrix;
    const epoch = Math.floor((round - 1) / this.#settings.rowRounds);
    if (this.#sample !== null && epoch === this.#sampleRound) return this.#sample;
    const random = randomStream(splitKey(this.#key, "rows", epoch));
    const sample = new Uint32Array(rows);
    let [inside, outside] = [0, this.#chosen];
    // Each row with the share of places left to rows left, which gives exactly so many, in order.
    for (let row = 0; row < rows; row++) {
      if (random.uniform() * (rows - row) < this.#chosen - inside) sample[inside++] = row;
      else sample[outside++] = row;
    }
    this.#sample = sample;
    this.#sampleRound = epoch;
    return sample;
  }

  #chooseForNode(maskAt: number, random: RandomStream): void {
    const mask = new Uint8Array(this.#memory.buffer, maskAt, this.#plan.matrix.columns);
    const allowed = mask.reduce((sum, each) => sum + each, 0);
    const kept = new Uint8Array(allowed);
    choose(kept, Math.max(1, Math.round(this.#settings.nodeColumnShare * allowed)), random);
    let place = 0;
    for (let column = 0; column < mask.length; column++) {
      if (mask[column] === 1) mask[column] = kept[place++] ?? 0;
    }
  }
}

/** Exactly `count` ones at random places, the rest zeros. */
function choose(mask: Uint8Array, count: number, random: RandomStream): void {
  let chosen = 0;
  for (let at = 0; at < mask.length; at++) {
    const taken = random.uniform() * (mask.length - at) < count - chosen;
    mask[at] = taken ? 1 : 0;
    if (taken) chosen++;
  }
}
