/** Where a number was not finite and became null. */
export interface NonFiniteReason {
  readonly path: string;
  readonly value: "NaN" | "Infinity" | "-Infinity";
}

/** A deep copy in which NaN and ±Infinity are null, with one reason for each; documents store the reasons beside the value. */
export function nullifyNonFinite<T>(value: T): { readonly value: T; readonly reasons: readonly NonFiniteReason[] } {
  const reasons: NonFiniteReason[] = [];
  const visit = (node: unknown, path: string): unknown => {
    if (typeof node === "number" && !Number.isFinite(node)) {
      reasons.push({ path, value: String(node) as NonFiniteReason["value"] });
      return null;
    }
    if (Array.isArray(node)) return node.map((item, index) => visit(item, `${path}[${index}]`));
    if (node !== null && typeof node === "object" && !(node instanceof Date)) {
      return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, visit(item, `${path}.${key}`)]));
    }
    return node;
  };
  return { value: visit(value, "$") as T, reasons };
}
