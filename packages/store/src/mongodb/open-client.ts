import { MlopsError, registerSecret } from "@mlops/core";
import { MongoClient } from "mongodb";

import type { MongoOptions } from "./mongo-options.ts";

export interface OpenedClient {
  readonly client: MongoClient;
  readonly database: string;
  /** `mongodb://host:27017/mlops`: hosts and database, nothing else. */
  readonly location: string;
}

/**
 * A client that is not connected yet. What a write acknowledged is on the disks of a majority of the servers; the rest
 * of the connection string's options count as they stand.
 *
 * @throws MlopsError CONFIG_INVALID where the connection string cannot be read
 */
export function openClient(options: MongoOptions): OpenedClient {
  const client = clientOf(options);
  const { hosts, srvHost, dbName, credentials } = client.options;
  for (const secret of [options.password, credentials?.password]) if (secret !== undefined) registerSecret(secret);
  const isNamed = options.uri !== undefined && /^[^/]*\/\/[^/?]+\/[^?]/.test(options.uri);
  const database = isNamed ? dbName : options.database;
  const place = srvHost ?? hosts.map((host) => host.toString()).join(",");
  return { client, database, location: `mongodb${srvHost === undefined ? "" : "+srv"}://${place}/${database}` };
}

function clientOf(options: MongoOptions): MongoClient {
  const { uri, host, port, username, password, auth_source: authSource } = options;
  const name = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  const credentials =
    uri === undefined && username !== undefined
      ? { auth: { username, ...(password !== undefined && { password }) }, authSource }
      : {};
  try {
    return new MongoClient(uri ?? `mongodb://${name}:${port}/`, {
      ...credentials,
      appName: "mlops",
      writeConcern: { w: "majority", journal: true },
      readPreference: "primary",
      retryWrites: true,
      retryReads: true,
      maxPoolSize: options.max_pool_size,
      waitQueueTimeoutMS: options.timeout_seconds * 1000,
      serverSelectionTimeoutMS: options.selection_timeout_seconds * 1000,
      connectTimeoutMS: options.selection_timeout_seconds * 1000,
      socketTimeoutMS: options.timeout_seconds * 1000,
      heartbeatFrequencyMS: 5000,
      // The default is a plain object, whose inherited names (constructor, __proto__) would leave arrays undecoded.
      fieldsAsRaw: Object.create(null) as Record<string, boolean>,
    });
  } catch (error) {
    // The driver's message may hold the connection string, and with it the password.
    throw new MlopsError("CONFIG_INVALID", "The connection string of the MongoDB store cannot be read.", {
      hint: "Write mongodb://HOST:27017/DATABASE, with user and password before HOST; there : / ? # [ ] @ need %-escapes.",
      details: { reason: error instanceof Error ? error.name : typeof error },
    });
  }
}
