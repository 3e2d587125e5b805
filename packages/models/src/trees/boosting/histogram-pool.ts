/** Places for histograms; there may be fewer than open nodes, of which those with the least to gain then lose theirs. */
export class HistogramPool {
  readonly #free: number[] = [];

  constructor(at: number, bytes: number, count: number) {
    for (let place = count - 1; place >= 0; place--) this.#free.push(at + place * bytes);
  }

  /** `holders` are those that may lose their place. */
  acquire(holders: readonly { histogramAt: number; readonly gain: number }[]): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const holding = holders.filter(({ histogramAt }) => histogramAt !== 0);
    const [first] = holding;
    if (first === undefined) throw new RangeError("no histogram can be given up");
    const least = holding.reduce((a, b) => (b.gain < a.gain ? b : a), first);
    const at = least.histogramAt;
    least.histogramAt = 0;
    return at;
  }

  release(at: number): void {
    if (at !== 0) this.#free.push(at);
  }
}
