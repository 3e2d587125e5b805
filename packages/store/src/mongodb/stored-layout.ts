import type { CollectionDefinition } from "@mlops/core";

import { parseFieldPath } from "../documents/field-path.ts";

/** Where the stored form of a collection's documents differs from their JSON; dotted paths. */
export interface StoredLayout {
  /** Fields whose whole numbers are stored as dates. */
  readonly instants: ReadonlySet<string>;
  /** Fields whose arrays are wrapped: the paths of indexes and their parents. */
  readonly wrapped: ReadonlySet<string>;
  /** Whether the server takes arrays in arrays; else the inner ones are wrapped. */
  readonly nestedArrays: boolean;
}

export function storedLayout(
  { instants = [], indexes = [] }: CollectionDefinition,
  { nestedArrays }: Pick<StoredLayout, "nestedArrays">,
): StoredLayout {
  const indexed = indexes.flatMap(({ fields }) => fields.map(parseFieldPath));
  const wrapped = indexed.flatMap((path) => path.map((_, depth) => path.slice(0, depth + 1).join(".")));
  return { instants: new Set(instants), wrapped: new Set(wrapped), nestedArrays };
}
