import { HISTOGRAM_BYTES, type TreeKernels } from "../kernels/tree-kernels.ts";
import { columnAt } from "../binning/binned-matrix.ts";
import { ANSWER_BYTES, type GrowthPlan } from "./growth-plan.ts";
import { type NodeSums, type SplitAnswer, SplitSearch } from "./search-splits.ts";
import type { SharedMemory } from "../kernels/web-assembly.ts";

/**
 * What one thread does for a node: the histograms of its columns, from rows; those of the sibling, by subtraction from
 * the parent's; the best splits of both in these columns.
 */
export interface NodeJob {
  readonly rowsAt: number;
  readonly count: number;
  /** Pairs in the order of the rows. */
  readonly gradientsAt: number;
  /** Whether the rows are all there are, in order. */
  readonly all: boolean;
  readonly histogramAt: number;
  /** The parent's histogram, which becomes the sibling's; 0 for none. */
  readonly parentAt: number;
  readonly node: NodeSums;
  readonly sibling: NodeSums;
}

/** The columns of one thread. Its answers lie in the shared memory. */
export class GrowthThread {
  readonly #plan: GrowthPlan;
  readonly #kernels: TreeKernels;
  readonly #bytes: Uint8Array;
  readonly #search: SplitSearch;
  readonly #firstGroup: number;
  readonly #endGroup: number;
  readonly #answersAt: number;
  readonly #doubles: Float64Array;

  constructor(memory: SharedMemory, plan: GrowthPlan, kernels: TreeKernels, thread: number) {
    this.#plan = plan;
    this.#kernels = kernels;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#doubles = new Float64Array(memory.buffer);
    this.#firstGroup = plan.groupsOfThread[thread] ?? 0;
    this.#endGroup = plan.groupsOfThread[thread + 1] ?? 0;
    this.#answersAt = answerAt(plan, thread, 0);
    this.#search = new SplitSearch(memory, plan, kernels, this.#answersAt + 2 * ANSWER_BYTES);
  }

  run(job: NodeJob): void {
    const { nodeMasksAt, matrix } = this.#plan;
    const [first, end] = [4 * this.#firstGroup, Math.min(4 * this.#endGroup, matrix.columns)];
    this.#buildHistograms(job);
    this.#answer(0, (answer) => {
      this.#search.search(job.histogramAt, nodeMasksAt[0], job.node, first, end, answer);
    });
    if (job.parentAt === 0) return;
    const offset = this.#firstGroup * 4 * HISTOGRAM_BYTES;
    this.#kernels.subtract(
      job.parentAt + offset,
      job.histogramAt + offset,
      job.parentAt + offset,
      (this.#endGroup - this.#firstGroup) * 4 * 256,
    );
    this.#answer(1, (answer) => {
      this.#search.search(job.parentAt, nodeMasksAt[1], job.sibling, first, end, answer);
    });
  }

  #answer(child: 0 | 1, search: (answer: SplitAnswer) => void): void {
    const at = this.#answersAt + child * ANSWER_BYTES;
    const answer = readAnswer(this.#doubles, this.#bytes, at);
    search(answer);
    writeAnswer(this.#doubles, at, answer);
  }

  #buildHistograms({ rowsAt, count, gradientsAt, all, histogramAt }: NodeJob): void {
    const { matrix, treeMaskAt } = this.#plan;
    const groupHistogram = 4 * HISTOGRAM_BYTES;
    const from = histogramAt + this.#firstGroup * groupHistogram;
    const kernels = this.#kernels;
    kernels.clear(from, (this.#endGroup - this.#firstGroup) * groupHistogram);
    const binsAt = (group: number): number => matrix.binsAt + group * matrix.groupBytes;
    for (let group = this.#firstGroup; group < this.#endGroup; group++) {
      const into = histogramAt + group * groupHistogram;
      const wanted = this.#wanted(treeMaskAt, group);
      if (wanted === 0) continue;
      if (wanted <= 2 && group * 4 + 4 <= matrix.columns) {
        for (let column = 4 * group; column < 4 * group + 4; column++) {
          if (this.#bytes[treeMaskAt + column] !== 1) continue;
          const histogram = histogramAt + column * HISTOGRAM_BYTES;
          kernels.histogramColumn(rowsAt, count, gradientsAt, columnAt(matrix, column), histogram);
        }
      } else if (group + 1 < this.#endGroup && this.#wanted(treeMaskAt, group + 1) > 2) {
        if (all) kernels.histogramAllOfTwo(count, gradientsAt, binsAt(group), binsAt(group + 1), into);
        else kernels.histogramRowsOfTwo(rowsAt, count, gradientsAt, binsAt(group), binsAt(group + 1), into);
        group++;
      } else if (all) kernels.histogramAll(count, gradientsAt, binsAt(group), into);
      else kernels.histogramRows(rowsAt, count, gradientsAt, binsAt(group), into);
    }
  }

  /** Columns of the group that the tree may ask. */
  #wanted(maskAt: number, group: number): number {
    let wanted = 0;
    for (let column = 4 * group; column < 4 * group + 4; column++) {
      if (column < this.#plan.matrix.columns) wanted += this.#bytes[maskAt + column] ?? 0;
    }
    return wanted;
  }
}

/** Each thread has two answers and room for the kernel's, on cache lines of its own. */
export const THREAD_ANSWER_BYTES = 768;

export function answerAt({ answersAt }: GrowthPlan, thread: number, child: 0 | 1): number {
  return answersAt + thread * THREAD_ANSWER_BYTES + child * ANSWER_BYTES;
}

export function readAnswer(doubles: Float64Array, bytes: Uint8Array, at: number): SplitAnswer {
  const place = at >>> 3;
  return {
    gain: doubles[place] ?? -1,
    column: doubles[place + 1] ?? -1,
    bin: doubles[place + 2] ?? 0,
    missingLeft: doubles[place + 3] === 1,
    leftG: doubles[place + 4] ?? 0,
    leftH: doubles[place + 5] ?? 0,
    table: bytes.subarray(at + 64, at + 320),
  };
}

function writeAnswer(doubles: Float64Array, at: number, answer: SplitAnswer): void {
  const { gain, column, bin, missingLeft, leftG, leftH } = answer;
  doubles.set([gain, column, bin, missingLeft ? 1 : 0, leftG, leftH], at >>> 3);
}
