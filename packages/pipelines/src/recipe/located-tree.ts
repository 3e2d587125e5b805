import { type KeyPath, type Located, readYaml, startsWith, valueAt, type YamlDocument } from "@mlops/config";
import { MlopsError } from "@mlops/core";

/** A value given outside the recipe's file: `--set path=value`, or a flag that stands for a key. */
export interface RecipeSetting {
  /** `model.hyperparameters.values.cv_splits`, `gate.thresholds[0].threshold`. */
  readonly keyPath: string;
  /** Plain data; `settingOf` reads it from text. */
  readonly value: unknown;
  /** `--set gate.judged_points=24` */
  readonly where: string;
}

/** A recipe as plain data in which every place can be named. */
export interface LocatedTree {
  readonly value: unknown;
  readonly locate: (path: KeyPath, part?: "key" | "value") => Located;
}

/** Below it a null is a value of its own (`max_depth: null`); elsewhere it asks for the default. */
const hyperparameters = ["model", "hyperparameters"] as const;
/** Keys of the map itself in layout v1.5: a null block among them is an absent one. */
const blocksOfV15 = new Set([
  "values",
  "fixed",
  "tunable",
  "tuning_enabled",
  "optimization_metric",
  "direction",
  "n_trials",
  "timeout",
]);

/** The document with the settings in it and without its null keys. */
export function locatedTree(document: YamlDocument, settings: readonly RecipeSetting[]): LocatedTree {
  const set = settings.map((setting) => ({ ...setting, path: keyPathOf(setting.keyPath) }));
  const value = set.reduce((tree, { path, value }) => setAt(tree, path, value), document.value);
  return {
    value: withoutNulls(value, []),
    locate: (path, part = "value") => {
      const setting = set.findLast((item) => startsWith(path, item.path));
      if (setting) return { file: setting.where, line: 0, column: 0 };
      return { file: document.file, ...document.position(path, part) };
    },
  };
}

/**
 * Reads `path=value` of a `--set` flag; the value is YAML, so that `0.5`, `true`, `[1, 2]` and `text` mean what they say.
 *
 * @throws MlopsError INVALID_ARGUMENT
 */
export function settingOf(text: string): RecipeSetting {
  const equals = text.indexOf("=");
  const keyPath = text.slice(0, Math.max(equals, 0)).trim();
  const where = `--set ${keyPath}`;
  const document = readYaml(text.slice(equals + 1), where);
  const [problem] = document.problems;
  if (equals < 1 || problem) {
    throw new MlopsError(
      "INVALID_ARGUMENT",
      `"--set ${text}" cannot be read${problem ? `: ${problem.message}` : "."}`,
      {
        hint: "Write --set path=value, such as --set model.hyperparameters.values.cv_splits=3.",
      },
    );
  }
  keyPathOf(keyPath);
  return { keyPath, value: document.value, where };
}

const forbidden = new Set(["__proto__", "constructor", "prototype", ""]);

/** @throws MlopsError INVALID_ARGUMENT */
function keyPathOf(text: string): KeyPath {
  const parts = text.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  if (parts.some((part) => forbidden.has(part))) {
    throw new MlopsError("INVALID_ARGUMENT", `"${text}" is not a path of recipe keys.`, {
      hint: "Join keys by dots: model.hyperparameters.values.cv_splits.",
    });
  }
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function setAt(node: unknown, path: KeyPath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(node) && typeof key === "number") {
    if (key > node.length)
      throw new MlopsError("INVALID_ARGUMENT", `There is no item ${key} in a list of ${node.length}.`);
    return node.toSpliced(key, 1, setAt(node[key], rest, value));
  }
  const map = node !== null && typeof node === "object" && !Array.isArray(node) ? node : {};
  return { ...map, [key]: setAt(valueAt(map, [String(key)]), rest, value) };
}

function withoutNulls(node: unknown, path: KeyPath): unknown {
  if (startsWith(path, hyperparameters)) return path.length === hyperparameters.length ? withoutNullBlocks(node) : node;
  if (Array.isArray(node)) return node.map((item, index) => withoutNulls(item, [...path, index]));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, withoutNulls(value, [...path, key])]),
  );
}

function withoutNullBlocks(node: unknown): unknown {
  if (node === null || typeof node !== "object" || Array.isArray(node)) return node;
  return Object.fromEntries(Object.entries(node).filter(([key, value]) => value !== null || !blocksOfV15.has(key)));
}
