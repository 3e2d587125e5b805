import type { Problem } from "../problem.ts";
import { type KeyPath, startsWith } from "../yaml/key-path.ts";
import type { YamlDocument } from "../yaml/yaml-document.ts";
import { valueAt } from "./schema-problems.ts";

/**
 * The version policy of YAML files. A file may say `schema_version: n`; without it the current version is meant. A newer
 * one is refused: its keys may mean other things. An older one is upgraded in memory, step by step, with a notice; the
 * file is never rewritten. A new schema version is needed only where a key is renamed, moved or changes its meaning;
 * a new optional key needs none.
 */
export interface SchemaUpgrade {
  /** The version that it upgrades from, to the next one. */
  readonly from: number;
  /** Keys that moved, as dotted paths: old to new. */
  readonly renames: Readonly<Record<string, string>>;
}

/** There is one schema version so far. */
export const configUpgrades: readonly SchemaUpgrade[] = [];

export interface VersionPolicy {
  readonly current: number;
  readonly upgrades: readonly SchemaUpgrade[];
  readonly newerCode: "CONFIG_VERSION_NEWER" | "RECIPE_VERSION_NEWER";
}

export interface UpgradedDocument {
  readonly document: YamlDocument;
  readonly notices: readonly string[];
  readonly problems: readonly Problem[];
}

export function upgradeDocument(document: YamlDocument, policy: VersionPolicy): UpgradedDocument {
  const version = valueAt(document.value, ["schema_version"]);
  if (typeof version !== "number" || version === policy.current) return { document, notices: [], problems: [] };
  if (version > policy.current) return { document, notices: [], problems: [newer(document, version, policy)] };
  const due = policy.upgrades.filter((upgrade) => upgrade.from >= version).toSorted((a, b) => a.from - b.from);
  if (due.length === 0) return { document, notices: [], problems: [] };
  let upgraded = due.reduce(applyUpgrade, document);
  upgraded = withValue(upgraded, setAt(upgraded.value, ["schema_version"], policy.current));
  const notice = `${document.file} has schema_version ${version} and was read as version ${policy.current}.`;
  return { document: upgraded, notices: [notice], problems: [] };
}

function newer(document: YamlDocument, version: number, policy: VersionPolicy): Problem {
  return {
    code: policy.newerCode,
    file: document.file,
    ...document.position(["schema_version"]),
    path: "schema_version",
    message: `schema_version ${version} is newer than ${policy.current}, the newest that this version of mlops reads.`,
    hint: "Update mlops.",
  };
}

function applyUpgrade(document: YamlDocument, upgrade: SchemaUpgrade): YamlDocument {
  return Object.entries(upgrade.renames).reduce((current, [from, to]) => {
    const [oldPath, newPath] = [from.split("."), to.split(".")];
    const value = valueAt(current.value, oldPath);
    if (value === undefined) return current;
    const moved = setAt(setAt(current.value, oldPath, undefined), newPath, value);
    const position: YamlDocument["position"] = (path, part) =>
      current.position(startsWith(path, newPath) ? [...oldPath, ...path.slice(newPath.length)] : path, part);
    return { ...withValue(current, moved), position };
  }, document);
}

function withValue(document: YamlDocument, value: unknown): YamlDocument {
  return { ...document, value };
}

/** A copy of `root` with `value` at `path`; undefined removes the key. */
function setAt(root: unknown, path: KeyPath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy: Record<PropertyKey, unknown> = root !== null && typeof root === "object" ? { ...root } : {};
  const child = setAt(copy[key], rest, value);
  if (child === undefined) delete copy[key];
  else copy[key] = child;
  return copy;
}
