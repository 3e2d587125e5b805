/** Where references look their values up. */
export interface ReferenceSources {
  /** The variable's value; an empty one counts as not set. */
  variable(name: string): string | undefined;
  /** The file's trimmed content; the reason as an Error where it cannot be read. */
  file(path: string): string | Error;
}

export interface ResolvedText {
  /** The text with its references replaced; undefined where one of them has no value. */
  readonly text: string | undefined;
  /** True where the whole text is one reference to a variable: its value is then coerced. */
  readonly whole: boolean;
  /** Values that must never be shown, with the reason why they are secret known to the caller. */
  readonly fileValues: readonly string[];
  /** Names of the variables that were read. */
  readonly variables: readonly string[];
  readonly failures: readonly { readonly message: string; readonly hint: string }[];
}

const token = /\$\$\{|\$\{([^{}]*)\}|\$\{/g;
const variableReference = /^([A-Za-z_][A-Za-z0-9_]*)(?::([\s\S]*))?$/;
const fileReference = /^file:(.+)$/;

/**
 * Replaces `${NAME}`, `${NAME:default}` and `${file:/path}` in `text`; `$${` stands for a literal `${`.
 * References are not resolved again inside values, so that a value cannot name another.
 */
export function resolveText(text: string, sources: ReferenceSources): ResolvedText {
  const fileValues: string[] = [];
  const variables: string[] = [];
  const failures: { message: string; hint: string }[] = [];
  let whole = false;
  const resolved = text.replaceAll(token, (match: string, inner: string | undefined) => {
    if (match === "$${") return "${";
    if (inner === undefined) {
      failures.push({
        message: `The reference in "${text}" is not closed or is nested.`,
        hint: "Write ${NAME}, or $${ for a literal ${.",
      });
      return match;
    }
    const path = fileReference.exec(inner)?.[1];
    if (path !== undefined) {
      const content = sources.file(path);
      if (typeof content === "string") {
        fileValues.push(content);
        return content;
      }
      failures.push({
        message: `The reference \${file:${path}} cannot be read: ${content.message}`,
        hint: "Mount the file, or check its path and permissions.",
      });
      return match;
    }
    const parts = variableReference.exec(inner);
    if (!parts) {
      failures.push({
        message: `"\${${inner}}" is not a reference.`,
        hint: "Write ${NAME}, ${NAME:default} or ${file:/path}.",
      });
      return match;
    }
    const [, name = "", fallback] = parts;
    variables.push(name);
    const value = sources.variable(name) || fallback;
    if (value === undefined) {
      failures.push({
        message: `The variable ${name} is not set and has no default.`,
        hint: `Set ${name} in the environment or in .env, or write \${${name}:default}.`,
      });
      return match;
    }
    whole = match.length === text.length;
    return value;
  });
  return { text: failures.length > 0 ? undefined : resolved, whole, fileValues, variables, failures };
}

/** The value of a whole-string reference: boolean, else integer, else floating-point number, else the text. */
export function coerceText(text: string): string | number | boolean {
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true";
  if (/^[-+]?\d+$/.test(text)) {
    const integer = Number(text);
    return Number.isSafeInteger(integer) ? integer : text;
  }
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) {
    const number = Number(text);
    return Number.isFinite(number) ? number : text;
  }
  return text;
}
