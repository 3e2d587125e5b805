import { type CollectionDefinition, isMlopsError, MlopsError } from "@mlops/core";

import { parseFieldPath } from "./field-path.ts";

const COLLECTION_NAME = /^[a-z][a-z0-9_]{0,62}$/;

export function isCollectionName(name: string): boolean {
  return COLLECTION_NAME.test(name);
}

/** @throws MlopsError STORE_COLLECTION_INVALID */
export function assertCollectionDefinition({ name, instants, indexes }: CollectionDefinition): void {
  if (!isCollectionName(name)) {
    throw new MlopsError("STORE_COLLECTION_INVALID", `"${name}" is not a collection name.`, {
      hint: "Use snake_case: a lower-case letter, then up to 62 lower-case letters, digits and underscores.",
    });
  }
  if (indexes?.some(({ fields }) => fields.length === 0)) {
    throw new MlopsError("STORE_COLLECTION_INVALID", `An index of collection "${name}" has no fields.`);
  }
  for (const field of [...(instants ?? []), ...(indexes ?? []).flatMap(({ fields }) => fields)]) {
    try {
      parseFieldPath(field);
    } catch (error) {
      throw new MlopsError(
        "STORE_COLLECTION_INVALID",
        `Collection "${name}": ${isMlopsError(error) ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }
}
