import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import type Bindings from "@duckdb/node-bindings";
import { throwIfCancelled } from "@mlops/core";

import { sqlList, sqlText } from "./sql-text.ts";

/** What a read or write may take of the machine. */
export interface DuckdbLimits {
  /** Bytes with a unit, as DuckDB spells it. Default `1GB`. */
  readonly memoryLimit?: string;
  /** Default 2. */
  readonly threads?: number;
}

export type DuckdbBindings = typeof Bindings;

/** What a database may reach; nothing else of the machine, and no host. */
export interface DuckdbReach {
  /** Files and patterns. */
  readonly paths?: readonly string[];
  /** A folder with all below it. */
  readonly folder?: string;
  /** A file that is made to hold the tables, so that memory stays bounded. Default: they are held in memory. */
  readonly database?: string;
}

/** A database of its own that can reach the given files, and no other file and no host. */
export interface Duckdb extends Disposable {
  readonly connection: DuckDBConnection;
  readonly bindings: DuckdbBindings;
  /** The rows of a small result, keyed by column. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  /** The result by chunk, without holding it as a whole. */
  chunks(sql: string): AsyncGenerator<DuckDBDataChunk>;
}

/**
 * DuckDB is loaded here, on first use: it is a native module of tens of megabytes.
 *
 * @param signal ends the query under way, which then fails
 */
export async function openDuckdb(
  { paths = [], folder, database = ":memory:" }: DuckdbReach,
  limits: DuckdbLimits = {},
  signal?: AbortSignal,
): Promise<Duckdb> {
  const [{ DuckDBInstance }, { default: bindings }] = await Promise.all([
    import("@duckdb/node-api"),
    import("@duckdb/node-bindings"),
  ]);
  const instance = await DuckDBInstance.create(database, {
    memory_limit: limits.memoryLimit ?? "1GB",
    threads: String(limits.threads ?? 2),
    temp_directory: "",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  await connection.run(`SET allowed_paths = [${sqlList(paths)}]`);
  if (folder !== undefined) {
    await connection.run(`SET allowed_directories = [${sqlText(folder)}]`);
  }
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener("abort", interrupt);
  return {
    connection,
    bindings,
    async rows(sql) {
      throwIfCancelled(signal);
      const reader = await connection.runAndReadAll(sql);
      // An interruption that comes before DuckDB has begun the query is lost.
      throwIfCancelled(signal);
      return reader.getRowObjectsJS();
    },
    async *chunks(sql) {
      throwIfCancelled(signal);
      const result = await connection.stream(sql);
      for (;;) {
        throwIfCancelled(signal);
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk;
      }
    },
    [Symbol.dispose]() {
      signal?.removeEventListener("abort", interrupt);
      connection.closeSync();
      instance.closeSync();
    },
  };
}
