import { parseWandbJson } from "../../entries/spool-json.ts";
import type { RecordItem } from "../records/record.ts";

type Tree = Map<string, Tree | string>;

/**
 * A JSON object put together from items whose values are JSON texts already: numbers stay as they were written, and NaN
 * and ±Infinity stand bare, as W&B's server takes them.
 */
export class RawJson {
  readonly #root: Tree = new Map();

  /** False where the item's value is no JSON: it is left out. */
  set(item: RecordItem): boolean {
    const { valueJson = "" } = item;
    if (!isJson(valueJson)) return false;
    const path = pathOf(item);
    let at = this.#root;
    for (const part of path.slice(0, -1)) {
      const next = at.get(part);
      const branch: Tree = next instanceof Map ? next : new Map();
      at.set(part, branch);
      at = branch;
    }
    at.set(path.at(-1) ?? "", valueJson);
    return true;
  }

  delete(path: readonly string[]): void {
    let at: Tree | string | undefined = this.#root;
    for (const part of path.slice(0, -1)) at = at instanceof Map ? at.get(part) : undefined;
    if (at instanceof Map) at.delete(path.at(-1) ?? "");
  }

  /** The texts of the outermost keys. */
  entries(): readonly (readonly [string, string])[] {
    return [...this.#root].map(([key, value]) => [key, textOf(value)]);
  }

  toString(): string {
    return textOf(this.#root);
  }
}

/** The keys under which an item's value stands. */
export function pathOf({ key, nestedKey }: Pick<RecordItem, "key" | "nestedKey">): readonly string[] {
  return nestedKey !== undefined && nestedKey.length > 0 ? nestedKey : [key ?? ""];
}

function textOf(value: Tree | string): string {
  if (typeof value === "string") return value;
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${textOf(item)}`).join(",")}}`;
}

function isJson(text: string): boolean {
  try {
    parseWandbJson(text);
    return true;
  } catch {
    return false;
  }
}
