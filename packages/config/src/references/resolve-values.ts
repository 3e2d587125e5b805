import { isSecretKey, registerSecret } from "@mlops/core";

import type { Problem } from "../problem.ts";
import { displayPath, type KeyPath, pathKey } from "../yaml/key-path.ts";
import type { Position } from "../yaml/position.ts";
import { coerceText, type ReferenceSources, resolveText } from "./resolve-text.ts";

export interface ResolvedValue {
  readonly value: unknown;
  /** The text of each whole-string reference, by `pathKey`: what it becomes depends on what its key takes. */
  readonly coerced: ReadonlyMap<string, string>;
  /** One for each reference without a value; the value there is undefined. */
  readonly problems: readonly Problem[];
}

export interface ResolutionContext {
  readonly file: string;
  readonly sources: ReferenceSources;
  position(path: KeyPath): Position;
}

/**
 * Resolves the references of all texts below `root`, which stands at `path` of its document. What comes from a file, or
 * from a variable or key with a secret's name, is registered with the redaction.
 */
export function resolveValues(root: unknown, path: KeyPath, context: ResolutionContext): ResolvedValue {
  const coerced = new Map<string, string>();
  const problems: Problem[] = [];
  const visit = (node: unknown, at: KeyPath): unknown => {
    if (typeof node === "string") return resolveOne(node, at);
    if (Array.isArray(node)) return node.map((item, index) => visit(item, [...at, index]));
    if (node === null || typeof node !== "object") return node;
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, visit(item, [...at, key])]));
  };
  const resolveOne = (text: string, at: KeyPath): unknown => {
    const resolved = resolveText(text, context.sources);
    resolved.fileValues.forEach(registerSecret);
    for (const { message, hint } of resolved.failures) {
      const position = context.position(at);
      problems.push({
        code: "REFERENCE_UNRESOLVED",
        file: context.file,
        ...position,
        path: displayPath(at),
        message,
        hint,
      });
    }
    if (resolved.text === undefined) return undefined;
    if (at.some((key) => isSecretKey(String(key))) || resolved.variables.some(isSecretKey))
      registerSecret(resolved.text);
    if (!resolved.whole) return resolved.text;
    coerced.set(pathKey(at), resolved.text);
    return coerceText(resolved.text);
  };
  return { value: visit(root, path), coerced, problems };
}
