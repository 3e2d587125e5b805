import type { Clock } from "@mlops/core";

/** Time that moves only when the test says so; `sleep` moves it. */
export class ManualClock implements Clock {
  #milliseconds: number;

  constructor(start = Date.UTC(2013, 9, 5, 12)) {
    this.#milliseconds = start;
  }

  now(): number {
    return this.#milliseconds;
  }

  wall(): number {
    return this.#milliseconds;
  }

  monotonic(): number {
    return this.#milliseconds;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
  }

  advance(milliseconds: number): void {
    this.#milliseconds += milliseconds;
  }
}
