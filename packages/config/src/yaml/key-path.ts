/** Keys and list indices from the document's root to a value. */
export type KeyPath = readonly PropertyKey[];

/** A string that two paths share exactly when they are equal; keys may hold dots. */
export function pathKey(path: KeyPath): string {
  return JSON.stringify(path.map(String));
}

/** `model.hyperparameters.estimators[0].name` */
export function displayPath(path: KeyPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

export function startsWith(path: KeyPath, prefix: KeyPath): boolean {
  return prefix.length <= path.length && prefix.every((part, index) => String(part) === String(path[index]));
}
