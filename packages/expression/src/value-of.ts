import { MlopsError } from "@mlops/core";

import type { Scalar } from "./expression.ts";
import { isReserved } from "./names.ts";
import { nameHint } from "./nearest-name.ts";

/** Data by name; a map inside a map is reached by a dot. */
export interface ExpressionValues {
  readonly [name: string]: Scalar | ExpressionValues;
}

/**
 * What stands under a name. Only own properties of plain objects are looked at.
 *
 * @throws MlopsError EXPRESSION_NAME_UNKNOWN, EXPRESSION_VALUE
 */
export function valueOf(name: string, values: ExpressionValues): Scalar {
  let at: unknown = values;
  const parts = name.split(".");
  for (const [depth, part] of parts.entries()) {
    if (!isPlain(at) || isReserved(part) || !Object.hasOwn(at, part)) throw absent(name, parts, depth, at);
    at = at[part];
  }
  if (at === null || typeof at === "number" || typeof at === "string" || typeof at === "boolean") return at;
  const what = isPlain(at) ? `a map of ${Object.keys(at).slice(0, 5).join(", ")}` : typeof at;
  throw new MlopsError("EXPRESSION_VALUE", `"${name}" has to be a number, text, true, false or null, it is ${what}.`, {
    details: { name },
  });
}

function absent(name: string, parts: readonly string[], depth: number, at: unknown): MlopsError {
  const path = parts.slice(0, depth).map((part) => `${part}.`);
  const known = isPlain(at) ? Object.keys(at).map((key) => `${path.join("")}${key}`) : [];
  return new MlopsError("EXPRESSION_NAME_UNKNOWN", `There is no value "${name}".`, {
    hint: nameHint(name, known),
    details: { name },
  });
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
