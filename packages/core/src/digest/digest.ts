import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { canonicalJson } from "../json/canonical-json.ts";

/** SHA-256 of the bytes (text as UTF-8), as 64 lower-case hexadecimal digits. */
export function sha256Hex(content: Uint8Array | string): string {
  return bytesToHex(sha256(typeof content === "string" ? utf8ToBytes(content) : content));
}

/** The identity of plain data: SHA-256 of its canonical JSON. */
export function digestJson(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
