import type { JsonValue } from "../json/json.ts";

/**
 * Documents: JSON objects with a string `_id`, in named collections.
 *
 * Laws, on every driver:
 * - `insertOnce` is atomic by `_id` across processes: of any number of concurrent calls exactly one inserts, the others
 *   get the document that won. It is the commit primitive; multi-document transactions are never needed.
 * - A write that resolved survives SIGKILL of any process. A read never returns part of a document.
 * - A stored document whose bytes were damaged is STORE_DOCUMENT_DAMAGED, never a wrong value.
 * - `null` and missing differ: `{exists: false}` matches only missing, `{eq: null}` only null.
 * - Comparisons other than `eq`, `ne`, `in` and `exists` match only values of the operand's type (numbers, strings).
 *   `ne` is the negation of `eq`: it matches missing fields and other types as well.
 * - Sorting puts missing, then null, then booleans, numbers, strings; ties are broken by `_id`, ascending. Strings are
 *   ordered by code point. Where arrays and objects come is the driver's choice.
 * - Field paths use dots (`metrics.f1`); they reach into objects, not arrays. Field names may hold neither `.` nor a
 *   leading `$`, nor NUL; values are plain JSON (no NaN, no ±Infinity): else STORE_DOCUMENT_INVALID.
 */
export interface DocumentStore {
  /** Opens a collection, creating it and its indexes where missing; idempotent, safe under concurrent processes. */
  collection<T extends StoredDocument>(definition: CollectionDefinition): Collection<T>;
  /**
   * Names of all collections that hold documents, by code point; empty ones may be among them. What a driver keeps for
   * itself (notes on its blobs) is left out; leases are documents like others.
   */
  collections(): Promise<readonly string[]>;
}

export interface StoredDocument {
  /** 1 to 512 characters, no NUL. */
  readonly _id: string;
}

export interface CollectionDefinition {
  /** `[a-z][a-z0-9_]{0,62}`, snake_case. */
  readonly name: string;
  /** Fields that hold instants (UTC milliseconds, numbers here). Drivers may store them in their native type. */
  readonly instants?: readonly string[];
  readonly indexes?: readonly IndexDefinition[];
}

export interface IndexDefinition {
  readonly fields: readonly string[];
  /** Missing counts as a value: at most one document may lack all fields of a unique index. */
  readonly unique?: boolean;
}

export type Comparable = number | string;
export type ScalarValue = Comparable | boolean | null;

export type FieldCondition =
  | { readonly eq: ScalarValue }
  | { readonly ne: ScalarValue }
  | { readonly in: readonly ScalarValue[] }
  | { readonly exists: boolean }
  | { readonly prefix: string }
  | {
      readonly gt?: Comparable;
      readonly gte?: Comparable;
      readonly lt?: Comparable;
      readonly lte?: Comparable;
    };

/**
 * All members must match. A bare scalar means `eq`. `and: []` matches all, `or: []` none. A filter that has no meaning
 * is STORE_QUERY_INVALID.
 */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly where: Readonly<Record<string, FieldCondition | ScalarValue>> };

export interface Query {
  readonly filter?: Filter;
  /** In order of weight; `desc` reverses the order, ties by `_id` ascending. */
  readonly sort?: readonly { readonly field: string; readonly order: "asc" | "desc" }[];
  readonly limit?: number;
  readonly skip?: number;
  /** Only these fields (and `_id`); a path keeps its parents. */
  readonly fields?: readonly string[];
}

export interface Change {
  readonly set?: Readonly<Record<string, JsonValue>>;
  readonly unset?: readonly string[];
  /** Adds to a number; a missing field counts as 0. */
  readonly increment?: Readonly<Record<string, number>>;
}

export interface Collection<T extends StoredDocument> {
  readonly name: string;
  insertOnce(document: T): Promise<{ readonly inserted: boolean; readonly document: T }>;
  /** @throws MlopsError STORE_DUPLICATE_KEY where `_id` or a unique index is taken. */
  insert(document: T): Promise<void>;
  /** Each document as by `insertOnce`, in one round trip where the driver can; answers which were new. */
  insertManyOnce(documents: readonly T[]): Promise<readonly boolean[]>;
  get(id: string): Promise<T | undefined>;
  find(query?: Query): Promise<T[]>;
  /** Like `find`, with bounded memory. */
  scan(query?: Query): AsyncIterable<T>;
  count(filter?: Filter): Promise<number>;
  /**
   * Makes an index over these fields where there is none: for questions that only users know to ask, such as one about a
   * metric. It stays at later openings, whatever their definition lists; the newest 16 of a collection do. Answers are
   * the same with and without it.
   */
  ensureIndex(fields: readonly string[]): Promise<void>;
  /** Changes one document atomically; answers it as it is afterwards, or undefined where there is none. */
  update(id: string, change: Change): Promise<T | undefined>;
  /** Changes the first match atomically where `supports.findAndUpdate`; answers it as it is afterwards. */
  findAndUpdate(query: Query, change: Change): Promise<T | undefined>;
  /** Answers how many were deleted. */
  delete(filter: Filter): Promise<number>;
}
