import { basename, dirname, resolve } from "node:path";

import { MlopsError } from "@mlops/core";

import { invalid, type OptionDefinition, value } from "../options/option.ts";

/** Which store a command means. */
export type StoreAddress =
  | { readonly kind: "configured" }
  /** Without a folder: the state folder. */
  | { readonly kind: "sqlite"; readonly home: string | undefined }
  | { readonly kind: "mongodb"; readonly uri: string };

const NEED = "configured, sqlite, sqlite:FOLDER or mongodb://HOST/DATABASE is needed";

/** An option that names a store. */
export function storeOption(summary: string): OptionDefinition<StoreAddress | undefined> {
  return value(summary, { placeholder: "STORE" }, parseStoreAddress);
}

/** @throws MlopsError INVALID_ARGUMENT; the text may hold a password and is shown only up to its colon */
export function parseStoreAddress(given: string, flag: string): StoreAddress {
  if (given === "configured") return { kind: "configured" };
  if (given === "sqlite") return { kind: "sqlite", home: undefined };
  if (/^mongodb(?:\+srv)?:\/\/./.test(given)) return { kind: "mongodb", uri: given };
  const folder = /^sqlite:(.+)$/.exec(given)?.[1];
  if (folder !== undefined) return { kind: "sqlite", home: folderOf(folder) };
  throw invalid(flag, given.includes(":") ? `${given.slice(0, given.indexOf(":"))}:…` : given, NEED);
}

/** @throws MlopsError INVALID_ARGUMENT where a required option is absent */
export function requiredAddress(address: StoreAddress | undefined, flag: string): StoreAddress {
  if (address !== undefined) return address;
  throw new MlopsError("INVALID_ARGUMENT", `${flag} is missing: ${NEED}.`, { details: { option: flag } });
}

/** The folder of `store.db`, whether it or the file was named. */
function folderOf(path: string): string {
  const full = resolve(path);
  return basename(full) === "store.db" ? dirname(full) : full;
}
