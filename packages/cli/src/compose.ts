import { randomBytes } from "node:crypto";

import type { Configuration, Override } from "@mlops/config";
import {
  type Clock,
  type DriverContext,
  type Instant,
  type Journal,
  MlopsError,
  type Store,
  type StoreDriver,
} from "@mlops/core";
import type { HttpClient } from "@mlops/http";
import type { RunCatalogue } from "@mlops/store";

import { systemClock } from "./clock.ts";
import { deferredLog } from "./log/deferred-log.ts";
import type { Log } from "./log/log.ts";
import type { GlobalValues } from "./options/global-options.ts";
import type { Style } from "./render/style.ts";
import { resolveExtension } from "./resolve-extension.ts";
import { packageVersion } from "./version.ts";

/**
 * What commands work with. Each is opened when it is first asked for and disposed by the shell, in reverse order;
 * asking twice answers the same one.
 */
export interface Services {
  readonly log: Log;
  /** The machine's clock; frozen where `at` is given. */
  clock(at?: Instant): Clock;
  /** Secure random bytes. */
  entropy(length: number): Uint8Array;
  /** @throws MlopsError CONFIG_INVALID and its kin */
  configuration(): Promise<Configuration>;
  /** @throws MlopsError of the driver */
  store(): Promise<Store>;
  journal(): Promise<Journal & RunCatalogue>;
  http(): Promise<HttpClient>;
  /** What a driver is opened with; its clock is frozen where `at` is given. */
  driverContext(at?: Instant): Promise<DriverContext>;
}

export interface ComposeRequest {
  readonly globals: GlobalValues;
  /** What this process does, for those who wait for its leases: `realtime`. */
  readonly purpose: string;
  /** Configuration keys that flags override. */
  readonly overrides: readonly Override[];
  readonly signal: AbortSignal;
  /** Writes one log line to stderr. */
  readonly writeLogLine: (text: string) => void;
  readonly style: Style;
}

const storeDrivers = {
  mongodb: () => import("@mlops/store/drivers/mongodb"),
  sqlite: () => import("@mlops/store/drivers/sqlite"),
};

/** The composition root: the only place that opens drivers. */
export function composeServices(request: ComposeRequest): Services & AsyncDisposable {
  const { globals, overrides, purpose, signal } = request;
  const opened = new AsyncDisposableStack();
  const log = deferredLog();
  const logTarget = { ...globals, ...request, wall: Date.now };
  const entropy = (length: number): Uint8Array => randomBytes(length);

  const configuration = once(async () => {
    const [{ loadConfiguration }, { attachConfiguredLog }] = await Promise.all([
      import("@mlops/config"),
      import("./log/attach-log.ts"),
    ]);
    const { configDir, env, home } = globals;
    const loaded = await loadConfiguration({
      cwd: process.cwd(),
      environmentVariables: process.env,
      ...(configDir !== undefined && { configDir }),
      ...(env !== undefined && { env }),
      ...(home !== undefined && { home }),
      overrides,
    });
    attachConfiguredLog(log, logTarget, loaded);
    for (const notice of loaded.notices) log.warn(notice);
    return loaded;
  });

  const driverContext = async (at?: Instant): Promise<DriverContext> => ({
    clock: systemClock(at),
    signal,
    offline: (await configuration()).value.offline,
    entropy,
    warn: (message, details) => log.warn(message, details),
  });

  const store = once(async () => opened.use(await openStore(await configuration(), await driverContext())));

  const journal = once(async () => {
    const { currentProcess, openJournal } = await import("@mlops/store");
    return openJournal({ store: await store(), clock: systemClock(), process: currentProcess(purpose) });
  });

  const http = once(async () => {
    const { createHttpClient } = await import("@mlops/http");
    const { variables, value } = await configuration();
    const userAgent = `mlops/${packageVersion()}`;
    return opened.use(
      createHttpClient({ clock: systemClock(), offline: value.offline, entropy, env: variables, userAgent }),
    );
  });

  return {
    log,
    clock: systemClock,
    entropy,
    configuration,
    store,
    journal,
    http,
    driverContext,
    async [Symbol.asyncDispose]() {
      await opened.disposeAsync();
      if (log.isWaiting) (await import("./log/attach-log.ts")).attachStderrLog(log, logTarget);
    },
  };
}

async function openStore(configuration: Configuration, context: DriverContext): Promise<Store> {
  const { store } = configuration.value;
  const { projectRoot, home } = configuration;
  const driver = await resolveExtension<StoreDriver>({
    kind: "store driver",
    name: store.driver,
    projectRoot,
    builtIn: storeDrivers,
    accepts: isStoreDriver,
  });
  const given = store.driver === "mongodb" ? store.mongodb : { home, durability: store.sqlite.durability };
  const options = driver.options.safeParse(given);
  if (options.success) return driver.open(options.data, context);
  const what = options.error.issues.map(({ message }) => message).join("; ");
  throw new MlopsError("CONFIG_INVALID", `The store driver ${store.driver} refuses its options: ${what}.`, {
    hint: `See where they come from: mlops config explain store.${store.driver}`,
  });
}

function isStoreDriver(value: unknown): value is StoreDriver {
  return (
    typeof value === "object" &&
    value !== null &&
    "open" in value &&
    typeof value.open === "function" &&
    "options" in value
  );
}

/** The first call works; later ones get its answer, a failure included. */
function once<Value>(open: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined;
  return () => (answer ??= open());
}
