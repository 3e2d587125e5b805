/** Replaces secrets in whatever leaves the process: by value, once registered, and by the name of the key. */

const MASK = "[redacted]";
const SHORTEST_SECRET = 6;
/** Every form in which a registered value may appear, longest first: a shorter one inside it would leave its rest. */
let secretForms: readonly string[] = [];

const secretKey =
  /(^|[_\-.])(api[_-]?key|auth[_-]?key|access[_-]?key(?:[_-]?id)?|secret(?:[_-]?\w+)?|token|password|passwd|pwd|credential(?:s)?|authorization|private[_-]?key|session[_-]?token)$/i;
const secretCamelKey = /(ApiKey|AuthKey|AccessKey|SecretKey|Token|Password|Secret|Credentials|PrivateKey)$/;
const urlCredentials = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/:@]*):([^\s/@]+)@/gi;
const querySecret = /([?&](?:auth[_-]?key|api[_-]?key|access[_-]?token|token|password|secret)=)[^&\s"']+/gi;
const bearer = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/g;

/** Makes every later redaction hide `value`. Values under 6 characters are ignored: they would mask ordinary words. */
export function registerSecret(value: string): void {
  if (value.length < SHORTEST_SECRET) return;
  secretForms = [...new Set([...secretForms, ...formsOf(value)])].toSorted((a, b) => b.length - a.length);
}

/** For tests: forgets all registered values. */
export function forgetSecrets(): void {
  secretForms = [];
}

/** `PWD` itself is the shell's current folder: taking it for a password would hide every path below it. */
export function isSecretKey(key: string): boolean {
  if (key === "PWD") return false;
  return secretKey.test(key) || secretCamelKey.test(key);
}

export function redactText(text: string): string {
  let result = text;
  for (const form of secretForms) {
    if (result.includes(form)) result = result.replaceAll(form, MASK);
  }
  return result
    .replace(urlCredentials, `$1$2:${MASK}@`)
    .replace(querySecret, `$1${MASK}`)
    .replace(bearer, `$1 ${MASK}`);
}

/** The value itself, inside JSON text, and URL-encoded: by percent signs of either case and as a form field. */
function formsOf(value: string): readonly string[] {
  const wellFormed = value.toWellFormed();
  const encoded = encodeURIComponent(wellFormed);
  const field = new URLSearchParams([["", wellFormed]]).toString().slice(1);
  const lowerCase = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
  const json = JSON.stringify(value).slice(1, -1);
  return [value, json, encodeURI(wellFormed), encoded, lowerCase(encoded), field, lowerCase(field)];
}

/** A deep copy with secret values, in keys too, and the values of secret keys replaced. Cycles become "[cycle]". */
export function redactValue(value: unknown): unknown {
  return redactNode(value, new Set());
}

function redactNode(value: unknown, ancestors: Set<object>): unknown {
  if (typeof value === "string") return redactText(value);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return value;
  if (ancestors.has(value)) return "[cycle]";
  ancestors.add(value);
  const copy = Array.isArray(value)
    ? value.map((item) => redactNode(item, ancestors))
    : Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          redactText(key),
          isSecretKey(key) && item !== null && item !== undefined && item !== "" ? MASK : redactNode(item, ancestors),
        ]),
      );
  ancestors.delete(value);
  return copy;
}
