import { isSecretKey, registerSecret } from "@mlops/core";

import type { OriginSource, Override } from "../configuration.ts";
import { documentedNames } from "../names/documented-names.ts";
import type { Problem } from "../problem.ts";
import { coerceText } from "../references/resolve-text.ts";
import { configSchema } from "../schema/config-schema.ts";
import { allPaths, isKnownPath } from "../schema/schema-keys.ts";
import { nearestWord } from "../schema/suggest-key.ts";
import { pathKey } from "../yaml/key-path.ts";
import { canonicalPath } from "./canonical-path.ts";
import { type Entry, flatten } from "./entry.ts";
import type { Layer } from "./yaml-layer.ts";

/** A variable and where it was set: by the process, or by a line of a dotenv file. */
export interface Variable {
  readonly value: string;
  /** Undefined for the process's own environment. */
  readonly dotenv?: string;
}

export type Variables = ReadonlyMap<string, Variable>;

const PREFIX = "MLOPS_";
const SEPARATOR = "__";

/** The documented and vendor names whose key exists in this version's schema. */
export function documentedLayer(variables: Variables): Layer {
  const entries = documentedNames.flatMap(({ name, configKey }) => {
    const variable = variables.get(name);
    const path = configKey?.split(".");
    if (!variable || variable.value === "" || !path || !isKnownPath(configSchema, path)) return [];
    return [entryOf(path, name, variable)];
  });
  return { entries, problems: [], unresolved: new Map(), notices: [] };
}

/** `MLOPS_STORE__SQLITE__DURABILITY=power` sets `store.sqlite.durability`; lists and maps are written as JSON. */
export function prefixedLayer(variables: Variables): Layer {
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const notices: string[] = [];
  for (const [name, variable] of variables) {
    if (!name.startsWith(PREFIX) || variable.value === "") continue;
    if (!name.includes(SEPARATOR)) {
      notices.push(...noticeOfUnknown(name));
      continue;
    }
    const path = canonicalPath(name.slice(PREFIX.length).toLowerCase().split(SEPARATOR));
    if (isKnownPath(configSchema, path) && path.every((key) => key !== ""))
      entries.push(...entriesOf(path, name, variable));
    else problems.push(unknownVariable(name, path, variable));
  }
  return { entries, problems, unresolved: new Map(), notices };
}

/** Values of flags or of a recipe. */
export function overrideLayer(source: OriginSource, overrides: readonly Override[]): Layer {
  const entries = overrides.flatMap(({ keyPath, value, where }) =>
    value === undefined
      ? []
      : flatten(value, canonicalPath(keyPath.split("."))).map(([path, leaf]): Entry => {
          if (typeof leaf === "string" && path.some(isSecretKey)) registerSecret(leaf);
          return {
            path,
            value: leaf,
            source,
            where,
            locate: () => ({ file: where, line: 0, column: 0 }),
            coerced: new Map(),
          };
        }),
  );
  return { entries, problems: [], unresolved: new Map(), notices: [] };
}

function entriesOf(path: readonly string[], name: string, variable: Variable): readonly Entry[] {
  const json = jsonOf(variable.value);
  if (json === undefined) return [entryOf(path, name, variable)];
  return flatten(json, path).map(([full, value]) => ({ ...entryOf(full, name, variable), value, coerced: new Map() }));
}

function entryOf(path: readonly string[], name: string, variable: Variable): Entry {
  if (path.some(isSecretKey)) registerSecret(variable.value);
  const value = coerceText(variable.value);
  const where = variable.dotenv === undefined ? name : `${variable.dotenv} ${name}`;
  return {
    path,
    value,
    source: variable.dotenv === undefined ? "environment" : "dotenv",
    where,
    locate: () => ({ file: where, line: 0, column: 0 }),
    coerced: new Map([[pathKey(path), variable.value]]),
  };
}

function jsonOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function variableNameOf(path: readonly string[]): string {
  return PREFIX + path.join(SEPARATOR).toUpperCase();
}

function unknownVariable(name: string, path: readonly string[], variable: Variable): Problem {
  const known = allPaths(configSchema).map(variableNameOf);
  const near = nearestWord(name, known);
  return {
    code: "KEY_UNKNOWN",
    file: variable.dotenv ?? name,
    line: 0,
    column: 0,
    path: path.join("."),
    message: `The variable ${name} names no configuration key.`,
    hint: near === undefined ? "Unset it; mlops config show lists the keys." : `Did you mean ${near}?`,
  };
}

function noticeOfUnknown(name: string): readonly string[] {
  const known = documentedNames.map((documented) => documented.name);
  if (known.includes(name)) return [];
  const near = nearestWord(
    name,
    known.filter((candidate) => candidate.startsWith(PREFIX)),
  );
  return near === undefined ? [] : [`The variable ${name} is not one that mlops reads; did you mean ${near}?`];
}
