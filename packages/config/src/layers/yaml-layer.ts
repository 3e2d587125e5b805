import type { OriginSource } from "../configuration.ts";
import type { Problem } from "../problem.ts";
import type { ReferenceSources } from "../references/resolve-text.ts";
import { resolveValues } from "../references/resolve-values.ts";
import { CONFIG_SCHEMA_VERSION } from "../schema/config-schema.ts";
import { configUpgrades, upgradeDocument } from "../schema/upgrade.ts";
import { pathKey } from "../yaml/key-path.ts";
import type { YamlDocument } from "../yaml/yaml-document.ts";
import { canonicalPath } from "./canonical-path.ts";
import { type Entry, flatten, isMap } from "./entry.ts";

export interface Layer {
  readonly entries: readonly Entry[];
  /** What is wrong whatever the other layers say. */
  readonly problems: readonly Problem[];
  /** References without a value, by the entry that holds them: wrong only if the entry survives the merge. */
  readonly unresolved: ReadonlyMap<Entry, readonly Problem[]>;
  readonly notices: readonly string[];
}

/** A config file as a layer. */
export function yamlLayer(source: OriginSource, original: YamlDocument, sources: ReferenceSources): Layer {
  const empty = { entries: [], unresolved: new Map(), notices: [] };
  if (original.problems.length > 0) return { ...empty, problems: original.problems };
  if (original.value === null) return { ...empty, problems: [] };
  if (!isMap(original.value)) return { ...empty, problems: [notAMap(original)] };
  const { document, notices, problems } = upgradeDocument(original, {
    current: CONFIG_SCHEMA_VERSION,
    upgrades: configUpgrades,
    newerCode: "CONFIG_VERSION_NEWER",
  });
  if (problems.length > 0) return { ...empty, problems };
  return { ...entriesOf(source, document, sources), notices };
}

function entriesOf(source: OriginSource, document: YamlDocument, sources: ReferenceSources): Omit<Layer, "notices"> {
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const unresolved = new Map<Entry, readonly Problem[]>();
  const seen = new Map<string, string>();
  for (const [written, raw] of flatten(document.value)) {
    const path = canonicalPath(written);
    const shift = path.length - written.length;
    const inDocument = (full: readonly PropertyKey[]): readonly PropertyKey[] => [
      ...written,
      ...full.slice(written.length + shift),
    ];
    const twin = seen.get(pathKey(path));
    if (twin !== undefined) {
      problems.push({
        code: "VALUE_INVALID",
        file: document.file,
        ...document.position(written, "key"),
        path: written.join("."),
        message: `${written.join(".")} and ${twin} are two spellings of one key.`,
        hint: "Keep one of the two.",
      });
      continue;
    }
    seen.set(pathKey(path), written.join("."));
    const resolved = resolveValues(raw, path, {
      file: document.file,
      sources,
      position: (full) => document.position(inDocument(full)),
    });
    const entry: Entry = {
      path,
      value: resolved.problems.length > 0 ? undefined : resolved.value,
      source,
      where: `${document.file}:${document.position(written).line}`,
      locate: (full, part) => ({
        file: document.file,
        ...(full.length < path.length
          ? document.position(written.slice(0, Math.max(0, full.length - shift)), "key")
          : document.position(inDocument(full), part)),
      }),
      coerced: resolved.coerced,
    };
    entries.push(entry);
    if (resolved.problems.length > 0) unresolved.set(entry, resolved.problems);
  }
  return { entries, problems, unresolved };
}

function notAMap(document: YamlDocument): Problem {
  return {
    code: "VALUE_INVALID",
    file: document.file,
    ...document.position([]),
    path: "",
    message: "The file must be a map of keys.",
    hint: "Write lines such as store: {driver: sqlite}.",
  };
}
