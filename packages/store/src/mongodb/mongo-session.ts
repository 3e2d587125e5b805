import { cancelled, type DriverContext, MlopsError } from "@mlops/core";
import type { Db, MongoClient } from "mongodb";

import { isAnswerLost, translateMongoError } from "./mongo-errors.ts";
import type { ServerFacts } from "./server-facts.ts";

export interface MongoSessionOptions {
  readonly client: MongoClient;
  readonly database: Db;
  /** Without user and password. */
  readonly location: string;
  readonly server: ServerFacts;
  /** Milliseconds that a write may spend on attempts after a lost answer. */
  readonly patience: number;
  readonly context: DriverContext;
}

const MOST_ATTEMPTS = 5;

/** One open store: its client, its end, and what happens when an answer is lost. */
export class MongoSession {
  readonly location: string;
  readonly server: ServerFacts;
  readonly database: Db;
  readonly context: DriverContext;
  readonly #client: MongoClient;
  readonly #patience: number;
  #closed = false;

  constructor({ client, database, location, server, patience, context }: MongoSessionOptions) {
    this.#client = client;
    this.database = database;
    this.location = location;
    this.server = server;
    this.context = context;
    this.#patience = patience;
  }

  /** One call of the server; its failures become the product's. Reads are repeated by the driver. */
  async run<T>(work: (database: Db) => Promise<T>): Promise<T> {
    this.assertOpen();
    try {
      return await work(this.database);
    } catch (error) {
      throw this.#translate(error);
    }
  }

  /**
   * A call that may be repeated after its answer was lost; `work` is told whether an earlier attempt may have been
   * done. Needed also where the driver repeats writes by itself: a standalone server knows no such thing.
   */
  async runUntilAnswered<T>(work: (database: Db, earlierLost: boolean) => Promise<T>): Promise<T> {
    const { clock } = this.context;
    const start = clock.monotonic();
    for (let attempt = 1; ; attempt += 1) {
      this.assertOpen();
      try {
        return await work(this.database, attempt > 1);
      } catch (error) {
        const isLast = attempt >= MOST_ATTEMPTS || clock.monotonic() - start >= this.#patience;
        if (!isAnswerLost(error) || isLast) throw this.#translate(error);
        await clock.sleep(10 * 2 ** attempt);
      }
    }
  }

  /** A token that tells this write from all others. */
  newWrite(): string {
    return Buffer.from(this.context.entropy(9)).toString("base64url");
  }

  /** Between items of a long read. @throws MlopsError STORE_CLOSED, CANCELLED */
  assertContinuing(signal?: AbortSignal): void {
    this.assertOpen();
    for (const each of [signal, this.context.signal]) {
      if (each?.aborted) throw cancelled(each.reason);
    }
  }

  assertOpen(): void {
    if (this.#closed) throw closedError(this.location);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#client.close();
  }

  /** A call that was cut off by the end of the store ended for that reason. */
  #translate(error: unknown): unknown {
    const translated = translateMongoError(error, this.location);
    return this.#closed && translated !== error ? closedError(this.location) : translated;
  }
}

function closedError(location: string): MlopsError {
  return new MlopsError("STORE_CLOSED", `The store ${location} was closed.`);
}
