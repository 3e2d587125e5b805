import { canonicalJson, type JsonObject, type JsonValue, MlopsError, sha256Hex } from "@mlops/core";

/**
 * A state (or any plain data with typed arrays in it) as JSON and byte blocks: each typed array becomes
 * `{"$block": "<SHA-256 of its bytes>", "type": "Float64Array"}`, the bytes being little-endian. Equal data gives equal
 * JSON and blocks; the digests are blob ids of the store.
 */
export interface PackedState {
  readonly json: JsonValue;
  /** By digest; equal arrays share one block. Views of the arrays given, not copies. */
  readonly blocks: ReadonlyMap<string, Uint8Array>;
}

const arrayTypes = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  BigInt64Array,
} as const;

type ArrayType = keyof typeof arrayTypes;
type StateArray = InstanceType<(typeof arrayTypes)[ArrayType]>;

/** @throws MlopsError VALUE_NOT_JSON where a value is neither JSON nor a typed array. */
export function packState(state: object): PackedState {
  assertLittleEndian();
  const blocks = new Map<string, Uint8Array>();
  const json = mapState(state, (array, type) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    const digest = sha256Hex(bytes);
    blocks.set(digest, bytes);
    return { $block: digest, type };
  });
  // Writing it finds what is no JSON, with its path.
  canonicalJson(json);
  return { json: json as JsonValue, blocks };
}

/**
 * The data again.
 *
 * @throws MlopsError MODEL_STATE_DAMAGED where a block is missing, has another digest or does not fit its type
 */
export function unpackState({ json, blocks }: PackedState): object {
  assertLittleEndian();
  const state = unpack(json, blocks);
  if (typeof state === "object" && state !== null) return state;
  throw damaged("The state is no object.");
}

function unpack(value: JsonValue, blocks: ReadonlyMap<string, Uint8Array>): unknown {
  if (Array.isArray(value)) return value.map((item: JsonValue) => unpack(item, blocks));
  if (typeof value !== "object" || value === null) return value;
  const members = value as JsonObject;
  if (typeof members["$block"] === "string") return arrayOf(members["$block"], members["type"], blocks);
  return Object.fromEntries(Object.entries(members).map(([key, item]) => [key, unpack(item, blocks)]));
}

function arrayOf(digest: string, type: JsonValue | undefined, blocks: ReadonlyMap<string, Uint8Array>): StateArray {
  const bytes = blocks.get(digest);
  if (bytes === undefined) throw damaged(`The state's block ${digest} is missing.`);
  const actual = sha256Hex(bytes);
  if (actual !== digest) throw damaged(`The state's block ${digest} has the digest ${actual}.`);
  if (typeof type !== "string" || !isArrayType(type) || bytes.length % arrayTypes[type].BYTES_PER_ELEMENT !== 0) {
    throw damaged(`The state's block ${digest} of ${bytes.length} bytes is no ${JSON.stringify(type)}.`);
  }
  // A copy, since a block may lie anywhere in a file and arrays have to be aligned.
  return new arrayTypes[type](new Uint8Array(bytes).buffer);
}

/** @throws MlopsError MODEL_STATE_DAMAGED for a type that no state has */
export function arrayOfType(type: string, buffer: ArrayBuffer): StateArray {
  if (isArrayType(type)) return new arrayTypes[type](buffer);
  throw damaged(`There are no arrays of type ${type} in a state.`);
}

/** A copy in which `replace` stands for every typed array; the rest keeps its form. */
export function mapState(value: unknown, replace: (array: StateArray, type: ArrayType) => unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const type = value.constructor.name;
    return isArrayType(type) ? replace(value as StateArray, type) : value;
  }
  if (Array.isArray(value)) return value.map((item) => mapState(item, replace));
  if (typeof value !== "object" || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapState(item, replace)]));
}

function isArrayType(type: string): type is ArrayType {
  return Object.hasOwn(arrayTypes, type);
}

function assertLittleEndian(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return;
  throw new MlopsError("ESTIMATOR_MISBEHAVED", "States are written little-endian, which this machine is not.");
}

function damaged(message: string): MlopsError {
  return new MlopsError("MODEL_STATE_DAMAGED", message);
}
