import { canonicalJson, isMlopsError, MlopsError, type StoredDocument } from "@mlops/core";

import { isFieldName } from "./field-path.ts";

const LONGEST_ID = 512;
/** The least of what the supported databases take. */
const LARGEST_BYTES = 15 * 1024 * 1024;
const DEEPEST_NESTING = 90;

/**
 * A document as canonical JSON text, once it is known to be storable by every driver.
 *
 * @throws MlopsError STORE_DOCUMENT_INVALID with the place of the first offence
 */
export function encodeDocument(collection: string, document: StoredDocument): string {
  assertDocumentId(collection, document._id);
  const where = `Document "${document._id}" of "${collection}"`;
  assertFieldNames(where, document, "$", 1);
  const text = canonicalOf(where, document);
  if (text.length * 3 > LARGEST_BYTES && Buffer.byteLength(text) > LARGEST_BYTES) {
    throw invalid(`${where} is larger than ${LARGEST_BYTES} bytes.`, "Store large content as a blob.");
  }
  return text;
}

export function assertDocumentId(collection: string, id: unknown): asserts id is string {
  if (typeof id !== "string" || id === "" || id.length > LONGEST_ID || id.includes("\0") || !id.isWellFormed()) {
    throw invalid(
      `The _id ${JSON.stringify(id)?.slice(0, 80)} of a document of "${collection}" cannot be used.`,
      `An _id is a text of 1 to ${LONGEST_ID} characters without NUL.`,
    );
  }
}

function assertFieldNames(where: string, value: unknown, path: string, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > DEEPEST_NESTING) throw invalid(`${where} is nested deeper than ${DEEPEST_NESTING} levels.`);
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value) && !isFieldName(name)) {
      throw invalid(`${where} has a field named ${JSON.stringify(name)} at ${path}.`);
    }
    assertFieldNames(where, member, `${path}.${name}`, depth + 1);
  }
}

function canonicalOf(where: string, document: StoredDocument): string {
  try {
    return canonicalJson(document);
  } catch (error) {
    if (!isMlopsError(error)) throw error;
    throw new MlopsError("STORE_DOCUMENT_INVALID", `${where} is not plain JSON: ${error.message}`, {
      cause: error,
      details: error.details,
    });
  }
}

function invalid(message: string, hint?: string): MlopsError {
  return new MlopsError("STORE_DOCUMENT_INVALID", message, hint === undefined ? {} : { hint });
}
