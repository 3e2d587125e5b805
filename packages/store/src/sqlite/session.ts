import { cancelled, type DriverContext, MlopsError } from "@mlops/core";

import { Connection } from "./connection.ts";
import { translateStoreError } from "./sqlite-errors.ts";
import { whenUnlocked } from "./when-unlocked.ts";

/** One open store: its connection, its end, and what happens when another process holds the lock. */
export class SqliteSession {
  readonly path: string;
  readonly #connection: Connection;
  readonly #readers = new Set<Connection>();
  readonly #context: DriverContext;
  #closed = false;

  constructor(path: string, connection: Connection, context: DriverContext) {
    this.path = path;
    this.#connection = connection;
    this.#context = context;
  }

  /** Runs `work` on the session's connection, waiting for other processes; its failures become the product's. */
  async run<T>(work: (connection: Connection) => T): Promise<T> {
    try {
      return await whenUnlocked(() => {
        this.assertOpen();
        return work(this.#connection);
      }, this.#context);
    } catch (error) {
      throw translateStoreError(error, this.path);
    }
  }

  /** A connection of its own for a long read: its snapshot must not hold back the writes of the session. */
  async openReader(): Promise<Connection> {
    return this.run(() => {
      const reader = new Connection(this.path, { readOnly: true });
      this.#readers.add(reader);
      return reader;
    });
  }

  closeReader(reader: Connection): void {
    this.#readers.delete(reader);
    reader[Symbol.dispose]();
  }

  /** Between items of a long read. @throws MlopsError STORE_CLOSED, CANCELLED */
  assertContinuing(signal?: AbortSignal): void {
    this.assertOpen();
    for (const each of [signal, this.#context.signal]) {
      if (each?.aborted) throw cancelled(each.reason);
    }
  }

  assertOpen(): void {
    if (this.#closed) throw new MlopsError("STORE_CLOSED", `The store ${this.path} was closed.`);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const reader of this.#readers) reader[Symbol.dispose]();
    this.#readers.clear();
    try {
      this.#connection[Symbol.dispose]();
    } catch (error) {
      throw translateStoreError(error, this.path);
    }
  }
}
