import { type CollectionDefinition, MlopsError, type StoredDocument } from "@mlops/core";

/** One move of an alias: state (the highest number counts), history and audit event in one. */
export interface AliasMove extends StoredDocument {
  readonly name: string;
  readonly alias: string;
  /** From 1, without gaps. */
  readonly number: number;
  readonly version: number;
  /** What it stood for before; null at the first move. */
  readonly previous: number | null;
  /** Why, for people: `rmse below both baselines`. */
  readonly reason: string;
  readonly runId?: string;
  /** Identity of the moving step; two moves with one key are one move. */
  readonly moveKey: string;
  /** The domain's instant. */
  readonly at: number;
  /** The machine's instant. */
  readonly recordedAt: number;
}

export interface AliasMoveRequest {
  readonly name: string;
  readonly alias: string;
  readonly to: number;
  /** The version that it must stand for now; null where it must not exist yet. */
  readonly expected: number | null;
  readonly reason: string;
  readonly runId?: string;
  /** The step that moves it, such as `RUN:promote`: executed again, it finds its move done. */
  readonly key?: string;
  readonly at: number;
}

export const modelAliasCollection: CollectionDefinition = {
  name: "model_aliases",
  instants: ["at", "recordedAt"],
  indexes: [
    { fields: ["name", "alias", "number"], unique: true },
    { fields: ["moveKey"], unique: true },
  ],
};

/** The alias that is meant where a reference names none. */
export const DEFAULT_ALIAS = "champion";

/** Not digits only: `models:/name/3` and `models:/name@3` must not be mixed up. */
const ALIAS = /^(?!\d+$)[a-z0-9][a-z0-9_-]{0,63}$/;

/** @throws MlopsError INVALID_ARGUMENT */
export function assertAlias(alias: string): void {
  if (ALIAS.test(alias)) return;
  throw new MlopsError("INVALID_ARGUMENT", `"${alias}" is not an alias.`, {
    hint: "Use 1 to 64 lower-case letters, digits, dashes and underscores, not digits only.",
  });
}

export function aliasMoveId(name: string, alias: string, number: number): string {
  return `alias:${name}:${alias}:${number}`;
}
