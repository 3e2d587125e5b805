import type { ColumnBins } from "./binning/column-bins.ts";
import { assertExportable } from "./onnx/export-size.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** A typed list that grows. */
export class Growing<A extends Float32Array | Int32Array | Int16Array | Uint8Array | Uint32Array> {
  length = 0;
  #items: A;
  readonly #make: (length: number) => A;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#items = make(1024);
  }

  push(value: number): number {
    this.reserve(1);
    this.#items[this.length] = value;
    return this.length++;
  }

  pushAll(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.#items.set(values, this.length);
    this.length += values.length;
  }

  set(index: number, value: number): void {
    this.#items[index] = value;
  }

  /** The list so far, cut to its length. */
  finish(): A {
    return this.#items.slice(0, this.length) as A;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.#items.length) return;
    const grown = this.#make(Math.max(2 * this.#items.length, this.length + more));
    grown.set(this.#items);
    this.#items = grown;
  }
}

/** A tree as it is handed over: as in `TreeEnsemble`, its nodes, leaves and sets numbered from 0. */
export type TreePart = Pick<
  TreeEnsemble,
  "feature" | "threshold" | "left" | "missingLeft" | "cover" | "leafValues" | "sets"
>;

/** Puts trees together, in the order in which they come. */
export class EnsembleBuilder {
  readonly #outputs: number;
  readonly #leafWidth: number;
  readonly #bins: readonly ColumnBins[];
  readonly #roots: number[] = [0];
  readonly #feature = new Growing((length) => new Int16Array(length));
  readonly #threshold = new Growing((length) => new Float32Array(length));
  readonly #left = new Growing((length) => new Int32Array(length));
  readonly #missingLeft = new Growing((length) => new Uint8Array(length));
  readonly #cover = new Growing((length) => new Float32Array(length));
  readonly #leafValues = new Growing((length) => new Float32Array(length));
  readonly #sets = new Growing((length) => new Uint32Array(length));

  constructor(outputs: number, leafWidth: number, bins: readonly ColumnBins[]) {
    this.#outputs = outputs;
    this.#leafWidth = leafWidth;
    this.#bins = bins;
  }

  get trees(): number {
    return this.#roots.length - 1;
  }

  /** @throws MlopsError MODEL_FIT_INVALID where no ONNX file could hold the trees */
  add(tree: TreePart): void {
    assertExportable(this.#left.length + tree.feature.length, this.#leafWidth);
    const [nodes, leaves, sets] = [this.#left.length, this.#leafValues.length / this.#leafWidth, this.#sets.length / 8];
    for (let node = 0; node < tree.feature.length; node++) {
      const feature = tree.feature[node] ?? -1;
      const categorical = feature >= 0 && this.#bins[feature]?.kind === "categorical";
      this.#left.push((tree.left[node] ?? 0) + (feature < 0 ? leaves : nodes));
      this.#threshold.push((tree.threshold[node] ?? 0) + (categorical ? sets : 0));
    }
    this.#feature.pushAll(tree.feature);
    this.#missingLeft.pushAll(tree.missingLeft);
    this.#cover.pushAll(tree.cover);
    this.#leafValues.pushAll(tree.leafValues);
    this.#sets.pushAll(tree.sets);
    this.#roots.push(this.#left.length);
  }

  /** The first `trees` trees, or all. */
  finish(trees = this.trees): TreeEnsemble {
    const nodes = this.#roots[trees] ?? 0;
    const whole = this.#feature.finish();
    const left = this.#left.finish();
    let leaves = 0;
    for (let node = 0; node < nodes; node++) if (whole[node] === -1) leaves++;
    return {
      outputs: this.#outputs,
      leafWidth: this.#leafWidth,
      roots: Int32Array.from(this.#roots.slice(0, trees + 1)),
      feature: whole.slice(0, nodes),
      threshold: this.#threshold.finish().slice(0, nodes),
      left: left.slice(0, nodes),
      missingLeft: this.#missingLeft.finish().slice(0, nodes),
      cover: this.#cover.finish().slice(0, nodes),
      leafValues: this.#leafValues.finish().slice(0, leaves * this.#leafWidth),
      sets: this.#sets.finish(),
      categoryBins: this.#bins.map((bins) => (bins.kind === "categorical" ? bins.binOfCode : null)),
    };
  }
}
