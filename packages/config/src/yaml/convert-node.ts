import { isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";

import type { KeyPath } from "./key-path.ts";
import type { PathPositions, Position } from "./position.ts";

export interface Conversion {
  at(offset: number): Position;
  record(path: KeyPath, positions: PathPositions): void;
  reject(offset: number, path: KeyPath, message: string, hint: string): void;
}

const DEEPEST = 64;
/** These would change the object that holds them instead of becoming a key. */
const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Turns a parsed node into plain data. Aliases and merge keys are refused: an overlay does their work, a value without
 * them has exactly one position, and no expansion can exhaust the memory.
 */
export function convertNode(root: unknown, conversion: Conversion): unknown {
  const start = conversion.at(offsetOf(root) ?? 0);
  conversion.record([], { key: start, value: start });
  return convert(root, [], conversion);
}

function convert(node: unknown, path: KeyPath, conversion: Conversion): unknown {
  if (node === null || node === undefined) return null;
  const offset = offsetOf(node) ?? 0;
  if (path.length > DEEPEST) {
    conversion.reject(
      offset,
      path.slice(0, 3),
      `The value is nested more than ${DEEPEST} levels deep.`,
      "Make it flatter.",
    );
    return null;
  }
  if (isAlias(node)) {
    conversion.reject(offset, path, `The alias *${node.source} is not supported.`, "Write the value out.");
    return null;
  }
  if (isMap(node)) return convertMap(node, path, conversion);
  if (isSeq(node)) {
    return node.items.map((item, index) => {
      const itemPath = [...path, index];
      const position = conversion.at(offsetOf(item) ?? offset);
      conversion.record(itemPath, { key: position, value: position });
      return convert(item, itemPath, conversion);
    });
  }
  return isScalar(node) ? convertScalar(node.value, node.source, offset, path, conversion) : null;
}

function convertMap(map: YAMLMap, path: KeyPath, conversion: Conversion): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const pair of map.items) {
    const offset = offsetOf(pair.key) ?? offsetOf(map) ?? 0;
    const key = keyText(pair, offset, path, conversion);
    if (key === undefined) continue;
    const keyPath = [...path, key];
    if (Object.hasOwn(result, key)) {
      conversion.reject(offset, keyPath, `The key "${key}" stands twice in one map.`, "Keep one of the two.");
      continue;
    }
    const keyPosition = conversion.at(offset);
    const valueOffset = isScalar(pair.value) && pair.value.value !== null ? offsetOf(pair.value) : undefined;
    conversion.record(keyPath, {
      key: keyPosition,
      value: valueOffset === undefined ? keyPosition : conversion.at(valueOffset),
    });
    result[key] = convert(pair.value, keyPath, conversion);
  }
  return result;
}

/** The key as text (`108:` is "108"), or undefined where it is refused. */
function keyText(pair: Pair, offset: number, path: KeyPath, conversion: Conversion): string | undefined {
  const { key } = pair;
  const refuse = (message: string, hint: string): undefined => {
    conversion.reject(offset, path, message, hint);
    return undefined;
  };
  if (!isScalar(key) || key.value === null)
    return refuse("A key must be text.", "Quote the key, or add the missing one.");
  const text = typeof key.value === "string" ? key.value : (key.source ?? JSON.stringify(key.value));
  if (text === "<<") return refuse("Merge keys (<<) are not supported.", "Write the keys out, or use an overlay file.");
  if (forbiddenKeys.has(text)) return refuse(`"${text}" cannot be a key.`, "Choose another name.");
  return text;
}

function convertScalar(
  value: unknown,
  source: string | undefined,
  offset: number,
  path: KeyPath,
  conversion: Conversion,
): unknown {
  if (typeof value === "number") {
    const shown = source ?? String(value);
    if (!Number.isFinite(value)) {
      conversion.reject(offset, path, `${shown} is not a finite number.`, "Write a finite number or null.");
      return null;
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(shown)) {
      conversion.reject(
        offset,
        path,
        `The integer ${shown} is beyond 2^53 and would be rounded.`,
        "Quote it to keep it as text.",
      );
      return null;
    }
    return value;
  }
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") {
    if (value.isWellFormed()) return value;
    conversion.reject(offset, path, "The text has half of a surrogate pair.", "Write the character itself.");
    return null;
  }
  conversion.reject(offset, path, "The value is neither text, number, boolean, null, list nor map.", "Remove the tag.");
  return null;
}

function offsetOf(node: unknown): number | undefined {
  if (node === null || typeof node !== "object" || !("range" in node)) return undefined;
  const { range } = node;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : undefined;
}
