import { type Clock, isMlopsError, type Lease, type LeaseRequest, type LeaseStore, MlopsError } from "@mlops/core";

/**
 * A lease that renews itself in the background until it is released; the timer does not keep the process alive.
 *
 * A process whose event loop was blocked beyond the time to live goes on where nobody took over in between: the epoch
 * after its own is then its own as well, and no other process can have written anything.
 */
export class RenewedLease {
  readonly #leases: LeaseStore;
  readonly #request: LeaseRequest;
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #lease: Lease;
  #renewal: Promise<void> | undefined;
  #released = false;

  constructor(lease: Lease, leases: LeaseStore, request: LeaseRequest, clock: Clock) {
    this.#lease = lease;
    this.#leases = leases;
    this.#request = request;
    this.#clock = clock;
    // Three tries within one time to live.
    this.#timer = setInterval(() => void this.#renewInBackground(), request.timeToLive / 3);
    this.#timer.unref();
  }

  get epoch(): number {
    return this.#lease.epoch;
  }

  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** @throws MlopsError LEASE_LOST */
  async assertHeld(): Promise<void> {
    if (this.#lost.signal.aborted) throw this.#lost.signal.reason;
    if (this.#released) throw new MlopsError("LEASE_LOST", `The lease "${this.#lease.name}" was given back.`);
    await this.#renewal;
    await this.#orContinue(() => this.#lease.assertHeld());
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    this.#released = true;
    await this.#renewal;
    if (!this.#lost.signal.aborted) await this.#lease.release();
  }

  async #renewInBackground(): Promise<void> {
    if (this.#renewal || this.#lost.signal.aborted) return;
    const renewal = this.#orContinue(() => this.#lease.renew()).catch((error: unknown) => this.#noteFailure(error));
    this.#renewal = renewal;
    await renewal;
    this.#renewal = undefined;
  }

  async #orContinue(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isMlopsError(error) || error.code !== "LEASE_LOST") throw error;
      if (!(await this.#continued())) {
        this.#lose(error);
        throw error;
      }
    }
  }

  async #continued(): Promise<boolean> {
    const { name, epoch } = this.#lease;
    const answer = await this.#leases.acquire(name, this.#request);
    if (!answer.acquired) return false;
    if (answer.lease.epoch !== epoch + 1) {
      await answer.lease.release();
      return false;
    }
    this.#lease = answer.lease;
    return true;
  }

  /** A store that does not answer is asked again, until the lease has run out. */
  #noteFailure(error: unknown): void {
    if (this.#clock.wall() < this.#lease.expiresAt) return;
    this.#lose(
      new MlopsError("LEASE_LOST", `The lease "${this.#lease.name}" could not be renewed in time.`, { cause: error }),
    );
  }

  #lose(error: MlopsError): void {
    clearInterval(this.#timer);
    if (!this.#lost.signal.aborted) this.#lost.abort(error);
  }
}
