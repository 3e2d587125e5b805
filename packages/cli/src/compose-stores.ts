import { existsSync } from "node:fs";
import { join } from "node:path";

import { type DriverContext, MlopsError, type Store } from "@mlops/core";

import type { Services } from "./compose.ts";
import type { StoreAddress } from "./store/store-address.ts";

/** A store that a flag names, beside the configured one. */
export interface NamedStore extends AsyncDisposable {
  readonly store: Store;
}

export interface NamedStoreOptions {
  /** Fail with FILE_NOT_FOUND where there is no store; opening would make one. */
  readonly mustExist: boolean;
  readonly durability: "process" | "power";
}

/**
 * Opens the store of an address; the configured one is the services' own and stays open.
 *
 * @throws MlopsError FILE_NOT_FOUND and those of the drivers
 */
export async function openNamedStore(
  services: Services,
  address: StoreAddress,
  { mustExist, durability }: NamedStoreOptions,
): Promise<NamedStore> {
  if (address.kind === "configured") return { store: await services.store(), [Symbol.asyncDispose]: async () => {} };
  const context = await services.driverContext();
  const store =
    address.kind === "mongodb"
      ? await openMongodb(address.uri, context)
      : await openSqlite(await homeOf(services, address.home), { mustExist, durability }, context);
  return { store, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

/** Whether a copy into this address would make the store first; only what lies in a folder can be asked. */
export async function isMissingStore(services: Services, address: StoreAddress): Promise<boolean> {
  const configured = address.kind === "configured";
  if (configured && (await services.configuration()).value.store.driver !== "sqlite") return false;
  if (address.kind === "mongodb") return false;
  return !existsSync(join(await homeOf(services, configured ? undefined : address.home), "store.db"));
}

async function homeOf(services: Services, home: string | undefined): Promise<string> {
  return home ?? (await services.configuration()).home;
}

async function openSqlite(
  home: string,
  { mustExist, durability }: NamedStoreOptions,
  context: DriverContext,
): Promise<Store> {
  if (mustExist && !existsSync(join(home, "store.db"))) {
    throw new MlopsError("FILE_NOT_FOUND", `There is no store in ${home}.`, {
      hint: "Name the folder that holds store.db, as in sqlite:.mlops; paths are relative to the current folder.",
      details: { home },
    });
  }
  const { default: sqlite } = await import("@mlops/store/drivers/sqlite");
  return sqlite.open({ home, durability }, context);
}

async function openMongodb(uri: string, context: DriverContext): Promise<Store> {
  const { default: mongodb } = await import("@mlops/store/drivers/mongodb");
  return mongodb.open(mongodb.options.parse({ uri }), context);
}
