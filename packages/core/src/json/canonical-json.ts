import { MlopsError } from "../errors/mlops-error.ts";

/**
 * Canonical JSON (RFC 8785, JCS): members sorted by UTF-16 code units, ECMAScript number form, no white space.
 * Equal data gives equal bytes, so that a digest of it identifies content. Members that are `undefined` are left out.
 *
 * @throws MlopsError VALUE_NOT_JSON with the path of the first value that has no JSON form (non-finite numbers included).
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$", new Set());
}

function write(value: unknown, path: string, ancestors: Set<object>): string {
  switch (typeof value) {
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (!Number.isFinite(value)) throw notJson(path, String(value));
      return JSON.stringify(value);
    case "string":
      if (!value.isWellFormed()) throw notJson(path, "a string with a lone surrogate");
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writeObject(value, path, ancestors);
    default:
      throw notJson(path, typeof value);
  }
}

function writeObject(value: object, path: string, ancestors: Set<object>): string {
  if (ancestors.has(value)) throw notJson(path, "a cycle");
  ancestors.add(value);
  let text: string;
  if (Array.isArray(value)) {
    // Array.from, as map would step over a hole and leave nothing between two commas.
    text = `[${Array.from(value, (item, index) => write(item, `${path}[${index}]`, ancestors)).join(",")}]`;
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw notJson(path, `an instance of ${String((value.constructor as { name?: string } | undefined)?.name)}`);
    }
    text = `{${Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => `${write(key, path, ancestors)}:${write(item, `${path}.${key}`, ancestors)}`)
      .join(",")}}`;
  }
  ancestors.delete(value);
  return text;
}

function notJson(path: string, what: string): MlopsError {
  return new MlopsError("VALUE_NOT_JSON", `The value at ${path} cannot be written as JSON: ${what}.`, {
    details: { path },
  });
}
