import { type Kernel, kernelAgainst, rowOf } from "./kernel.ts";

const MEGABYTE = 2 ** 20;

/** Rows of the kernel matrix of a table with itself, as they are asked for; the least recently used make room. */
export class KernelRows {
  readonly diagonal: Float64Array;
  readonly #columns: readonly Float64Array[];
  readonly #kernel: Kernel;
  readonly #most: number;
  readonly #held = new Map<number, Float64Array>();

  constructor(columns: readonly Float64Array[], kernel: Kernel, cacheMegabytes: number) {
    const rows = columns[0]?.length ?? 0;
    this.#columns = columns;
    this.#kernel = kernel;
    this.#most = Math.max(2, Math.floor((cacheMegabytes * MEGABYTE) / (8 * Math.max(rows, 1))));
    this.diagonal = Float64Array.from({ length: rows }, (_, row) => {
      const own = rowOf(columns, row);
      const single = Array.from(own, (value) => Float64Array.of(value));
      return kernelAgainst(single, own, kernel, new Float64Array(1))[0] ?? 0;
    });
  }

  row(index: number): Float64Array {
    const held = this.#held.get(index);
    if (held !== undefined) {
      this.#held.delete(index);
      this.#held.set(index, held);
      return held;
    }
    const oldest = this.#held.size >= this.#most ? this.#held.keys().next().value : undefined;
    const room = oldest === undefined ? undefined : this.#held.get(oldest);
    if (oldest !== undefined) this.#held.delete(oldest);
    const made = kernelAgainst(
      this.#columns,
      rowOf(this.#columns, index),
      this.#kernel,
      room ?? new Float64Array(this.diagonal.length),
    );
    this.#held.set(index, made);
    return made;
  }
}
