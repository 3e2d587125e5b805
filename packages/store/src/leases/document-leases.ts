import {
  type Clock,
  type Collection,
  type CollectionDefinition,
  type Lease,
  type LeaseAnswer,
  type LeaseHolder,
  type LeaseRequest,
  type LeaseStore,
  MlopsError,
  type ProcessIdentity,
  type StoredDocument,
} from "@mlops/core";

/** One document per epoch of a lease. The highest epoch of a name is the lease's state; older ones are its history. */
export interface LeaseDocument extends StoredDocument, LeaseHolder {
  readonly name: string;
  /** When it was given back or declared lost, by machine time; absent while it is held. */
  readonly closedAt?: number;
}

export const leaseCollection: CollectionDefinition = {
  name: "leases",
  instants: ["acquiredAt", "expiresAt", "closedAt"],
  indexes: [{ fields: ["name", "epoch"], unique: true }],
};

export interface DocumentLeasesOptions {
  readonly collection: Collection<LeaseDocument>;
  readonly clock: Clock;
  /** Whether a process is known to be dead. */
  readonly isGone: (identity: ProcessIdentity) => boolean;
}

/** How many past epochs of a name are kept, for people who look for the reason of a takeover. */
const KEPT_EPOCHS = 5;
const LONGEST_NAME = 400;

/**
 * Leases over a collection. An epoch begins by `insertOnce` of its document, so that it has one holder whatever the
 * database. A running epoch is first closed, by compare-and-set on its end, then succeeded: renewing and closing
 * exclude each other where `findAndUpdate` is atomic, and elsewhere the higher epoch still decides.
 */
export function documentLeases(options: DocumentLeasesOptions): LeaseStore {
  const { collection, clock } = options;
  return {
    async acquire(name: string, request: LeaseRequest): Promise<LeaseAnswer> {
      assertRequest(name, request);
      for (;;) {
        const last = await newest(collection, name);
        if (last !== undefined && last.closedAt === undefined) {
          if (isRunning(last, options)) return { acquired: false, heldBy: holderOf(last) };
          if (!(await close(collection, last, clock.wall()))) continue;
        }
        const epoch = (last?.epoch ?? 0) + 1;
        const now = clock.wall();
        const document: LeaseDocument = {
          _id: `lease:${name}:${epoch}`,
          name,
          ...request.holder,
          epoch,
          acquiredAt: now,
          expiresAt: now + request.timeToLive,
        };
        if (!(await collection.insertOnce(document)).inserted) continue;
        await collection.delete({ where: { name, epoch: { lte: epoch - KEPT_EPOCHS } } });
        return { acquired: true, lease: new DocumentLease(options, document, request.timeToLive) };
      }
    },
    async inspect(name: string): Promise<LeaseHolder | undefined> {
      const last = await newest(collection, name);
      return last !== undefined && isRunning(last, options) ? holderOf(last) : undefined;
    },
  };
}

class DocumentLease implements Lease {
  readonly name: string;
  readonly epoch: number;
  readonly #options: DocumentLeasesOptions;
  readonly #id: string;
  readonly #timeToLive: number;
  #expiresAt: number;

  constructor(options: DocumentLeasesOptions, document: LeaseDocument, timeToLive: number) {
    this.name = document.name;
    this.epoch = document.epoch;
    this.#options = options;
    this.#id = document._id;
    this.#timeToLive = timeToLive;
    this.#expiresAt = document.expiresAt;
  }

  get expiresAt(): number {
    return this.#expiresAt;
  }

  async renew(): Promise<void> {
    const { collection, clock } = this.#options;
    const now = clock.wall();
    const renewed = await collection.findAndUpdate(
      { filter: { where: { _id: this.#id, closedAt: { exists: false }, expiresAt: { gt: now } } } },
      { set: { expiresAt: now + this.#timeToLive } },
    );
    if (renewed === undefined) throw await this.#lost();
    await this.assertHeld();
    this.#expiresAt = renewed.expiresAt;
  }

  async assertHeld(): Promise<void> {
    const last = await newest(this.#options.collection, this.name);
    const isMine = last?.epoch === this.epoch && last.closedAt === undefined;
    if (!isMine || last.expiresAt <= this.#options.clock.wall()) throw await this.#lost(last);
  }

  async release(): Promise<void> {
    const { collection, clock } = this.#options;
    await collection.findAndUpdate(
      { filter: { where: { _id: this.#id, closedAt: { exists: false } } } },
      { set: { closedAt: clock.wall() } },
    );
  }

  async #lost(known?: LeaseDocument): Promise<MlopsError> {
    const last = known ?? (await newest(this.#options.collection, this.name));
    const reason =
      last !== undefined && last.epoch > this.epoch
        ? `process ${last.pid} on ${last.host} took over with epoch ${last.epoch}`
        : last?.closedAt === undefined
          ? "it was not renewed in time"
          : "it was given back";
    return new MlopsError("LEASE_LOST", `Epoch ${this.epoch} of the lease "${this.name}" is over: ${reason}.`, {
      details: { name: this.name, epoch: this.epoch },
    });
  }
}

async function newest(collection: Collection<LeaseDocument>, name: string): Promise<LeaseDocument | undefined> {
  const [last] = await collection.find({
    filter: { where: { name } },
    sort: [{ field: "epoch", order: "desc" }],
    limit: 1,
  });
  return last;
}

function isRunning(document: LeaseDocument, { clock, isGone }: DocumentLeasesOptions): boolean {
  return document.closedAt === undefined && document.expiresAt > clock.wall() && !isGone(document);
}

/** False where its holder renewed it or gave it back in the meantime. */
async function close(collection: Collection<LeaseDocument>, seen: LeaseDocument, now: number): Promise<boolean> {
  const closed = await collection.findAndUpdate(
    { filter: { where: { _id: seen._id, expiresAt: seen.expiresAt, closedAt: { exists: false } } } },
    { set: { closedAt: now } },
  );
  return closed !== undefined;
}

function holderOf({ host, pid, token, purpose, epoch, acquiredAt, expiresAt }: LeaseDocument): LeaseHolder {
  return { host, pid, token, purpose, epoch, acquiredAt, expiresAt };
}

function assertRequest(name: string, { timeToLive }: LeaseRequest): void {
  if (name === "" || name.length > LONGEST_NAME) {
    throw new MlopsError("INVALID_ARGUMENT", `A lease's name has 1 to ${LONGEST_NAME} characters, not ${name.length}.`);
  }
  if (!Number.isSafeInteger(timeToLive) || timeToLive <= 0) {
    throw new MlopsError("INVALID_ARGUMENT", `A lease lives a whole number of milliseconds, not ${timeToLive}.`);
  }
}
