import type { Db } from "mongodb";

/** What a server says of itself. */
export interface ServerFacts {
  readonly product: "MongoDB" | "FerretDB";
  /** Of the product: `8.0.4`, `1.24.2`. */
  readonly version: string;
  readonly topology: "standalone" | "replica set" | "sharded cluster";
  /** Name of the replica set. */
  readonly setName: string | undefined;
  /** Whether an update that is guarded by a filter is atomic: FerretDB 1 reads and writes apart. */
  readonly atomicUpdates: boolean;
  /** Whether an array may hold arrays: FerretDB 1 refuses them. */
  readonly nestedArrays: boolean;
}

export async function readServerFacts(database: Db): Promise<ServerFacts> {
  const [hello, build] = await Promise.all([database.command({ hello: 1 }), database.command({ buildInfo: 1 })]);
  const ferret = typeof build["ferretdbVersion"] === "string" ? build["ferretdbVersion"] : undefined;
  const setName = typeof hello["setName"] === "string" ? hello["setName"] : undefined;
  const isRouter = hello["msg"] === "isdbgrid";
  return {
    product: ferret === undefined ? "MongoDB" : "FerretDB",
    version: ferret === undefined ? String(build["version"]) : ferret.replace(/^v/, ""),
    topology: setName !== undefined ? "replica set" : isRouter ? "sharded cluster" : "standalone",
    setName,
    atomicUpdates: ferret === undefined,
    nestedArrays: ferret === undefined,
  };
}

/** Milliseconds by which the server's clock is ahead of this machine's, half of the round trip taken off. */
export async function readClockSkew(database: Db, wall: () => number): Promise<number> {
  const before = wall();
  const { localTime } = await database.command({ hello: 1 });
  const after = wall();
  return localTime instanceof Date ? Math.round(localTime.getTime() - (before + after) / 2) : 0;
}
