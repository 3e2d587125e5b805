import type { JsonObject, JsonValue } from "@mlops/core";

import { type FieldPath, isJsonObject } from "./field-path.ts";

interface Selection {
  readonly whole: boolean;
  readonly members: Map<string, Selection>;
}

/** The document reduced to `_id` and the fields at `paths`, each under its parents; missing fields stay missing. */
export function project(document: JsonObject, paths: readonly FieldPath[]): JsonObject {
  const root = selectionOf([["_id"], ...paths]);
  return pick(document, root);
}

function selectionOf(paths: readonly FieldPath[]): Selection {
  const members = new Map<string, Selection>();
  for (const name of new Set(paths.map(([first]) => first))) {
    const tails = paths.filter(([first]) => first === name).map(([, ...tail]) => tail);
    const deeper = tails.filter((tail): tail is [string, ...string[]] => tail.length > 0);
    members.set(name, tails.length > deeper.length ? { whole: true, members: new Map() } : selectionOf(deeper));
  }
  return { whole: false, members };
}

function pick(source: JsonObject, selection: Selection): JsonObject {
  const entries: [string, JsonValue][] = [];
  for (const [name, member] of selection.members) {
    const value = Object.hasOwn(source, name) ? source[name] : undefined;
    if (value === undefined) continue;
    if (member.whole) entries.push([name, value]);
    else if (isJsonObject(value)) {
      const inner = pick(value, member);
      if (Object.keys(inner).length > 0) entries.push([name, inner]);
    }
  }
  return Object.fromEntries(entries);
}
