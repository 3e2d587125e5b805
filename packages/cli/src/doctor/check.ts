import { asMlopsError } from "../errors/as-mlops-error.ts";

/** One line of `doctor`. */
export interface Check {
  readonly name: string;
  readonly status: "ok" | "warning" | "failed" | "skipped";
  /** What was found. */
  readonly detail: string;
  /** What to do about it; null where there is nothing to do. */
  readonly hint: string | null;
}

export function ok(name: string, detail: string): Check {
  return { name, status: "ok", detail, hint: null };
}

export function warning(name: string, detail: string, hint: string): Check {
  return { name, status: "warning", detail, hint };
}

export function failed(name: string, detail: string, hint: string): Check {
  return { name, status: "failed", detail, hint };
}

export function skipped(name: string, detail: string): Check {
  return { name, status: "skipped", detail, hint: null };
}

/** The checks that `look` makes; an error becomes a failed check of `name`, so that one failure hides no other. */
export async function attempt(name: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (thrown) {
    const error = asMlopsError(thrown);
    return [failed(name, error.message, error.hint)];
  }
}
