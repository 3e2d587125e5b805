import { type CollectionDefinition, digestJson, type IndexDefinition, MlopsError } from "@mlops/core";
import type { Collection, IndexDescription } from "mongodb";

import { parseFieldPath } from "../documents/field-path.ts";
import { isIndexConflict, isNamespaceExists, isUniqueBroken } from "./mongo-errors.ts";
import { nativePath } from "./native-filter.ts";

/** Marks indexes as the product's: only those are ever dropped. */
const PREFIX = "mlops_";
/** Marks indexes that no definition lists. */
const ON_DEMAND_PREFIX = "mlops-on-demand_";
/** Every index costs time at each write, and a collection has 64 at most. */
const MOST_ON_DEMAND = 16;
const MOST_ATTEMPTS = 5;

/**
 * Makes the indexes of a collection agree with its definition; reads only where they already do. Safe under concurrent
 * processes: making an index that exists is no error, nor is dropping one that is gone.
 */
export async function ensureIndexes(collection: Collection, definition: CollectionDefinition): Promise<void> {
  const { indexes, name } = definition;
  if (indexes === undefined) return;
  const wanted = new Map(indexes.map((index) => [indexName(index), description(index)]));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await follow(collection, wanted);
    } catch (error) {
      if (isUniqueBroken(error)) throw broken(name, indexes, error);
      if (!(isIndexConflict(error) || isNamespaceExists(error)) || attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}

/** Makes an index that the definition does not list, and drops the oldest of many: the server lists them in that order. */
export async function ensureIndexOnDemand(collection: Collection, fields: readonly string[]): Promise<void> {
  const name = `${ON_DEMAND_PREFIX}${digestJson(fields).slice(0, 16)}`;
  const made = (await existing(collection)).filter((other) => other.startsWith(ON_DEMAND_PREFIX));
  if (made.includes(name)) return;
  for (const other of made.slice(0, Math.max(0, made.length + 1 - MOST_ON_DEMAND))) {
    await collection.dropIndex(other).catch(ignoreMissing);
  }
  await collection.createIndexes([{ ...description({ fields }), name }]);
}

async function follow(collection: Collection, wanted: ReadonlyMap<string, IndexDescription>): Promise<void> {
  const stored = new Set((await existing(collection)).filter((name) => name.startsWith(PREFIX)));
  for (const name of stored) {
    if (!wanted.has(name)) await collection.dropIndex(name).catch(ignoreMissing);
  }
  const lacking = [...wanted].filter(([name]) => !stored.has(name)).map(([, index]) => index);
  if (lacking.length > 0) await collection.createIndexes(lacking);
}

async function existing(collection: Collection): Promise<string[]> {
  try {
    return (await collection.listIndexes().toArray()).map(({ name }) => String(name));
  } catch (error) {
    return ignoreMissing(error) ?? [];
  }
}

function indexName(index: IndexDefinition): string {
  return `${PREFIX}${digestJson({ fields: index.fields, unique: index.unique === true }).slice(0, 16)}`;
}

/** The id closes an index that is not unique, so that ties come out in order. */
function description(index: IndexDefinition): IndexDescription {
  const fields = index.fields.map((field) => nativePath(parseFieldPath(field)));
  const unique = index.unique === true;
  const key = new Map([...fields, ...(unique ? [] : ["_id"])].map((field) => [field, 1] as const));
  return { key, name: indexName(index), ...(unique && { unique }) };
}

function broken(name: string, indexes: readonly IndexDefinition[], cause: unknown): MlopsError {
  const fields = indexes.filter(({ unique }) => unique).map((index) => index.fields.join(" + "));
  return new MlopsError(
    "STORE_DUPLICATE_KEY",
    `Documents of collection "${name}" share a value that is to be unique: ${fields.join(", ")}.`,
    { cause, details: { collection: name, fields } },
  );
}

/** NamespaceNotFound and IndexNotFound: another process was first, or the collection holds nothing yet. */
function ignoreMissing(error: unknown): undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== 26 && code !== 27) throw error;
}
