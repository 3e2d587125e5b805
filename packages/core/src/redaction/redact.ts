/** Replaces secrets in whatever leaves the process: by value, once registered, and by the name of the key. */

const MASK = "[redacted]";
const SHORTEST_SECRET = 6;
const secretValues = new Set<string>();

const secretKey =
  /(^|[_\-.])(api[_-]?key|auth[_-]?key|access[_-]?key(?:[_-]?id)?|secret(?:[_-]?\w+)?|token|password|passwd|pwd|credential(?:s)?|authorization|private[_-]?key|session[_-]?token)$/i;
const secretCamelKey = /(ApiKey|AuthKey|AccessKey|SecretKey|Token|Password|Secret|Credentials|PrivateKey)$/;
const urlCredentials = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/:@]+):([^\s/@]+)@/gi;
const querySecret = /([?&](?:auth[_-]?key|api[_-]?key|access[_-]?token|token|password|secret)=)[^&\s"']+/gi;
const bearer = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/g;

/** Makes every later redaction hide `value`. Values under 6 characters are ignored: they would mask ordinary words. */
export function registerSecret(value: string): void {
  if (value.length >= SHORTEST_SECRET) secretValues.add(value);
}

/** For tests: forgets all registered values. */
export function forgetSecrets(): void {
  secretValues.clear();
}

/** `PWD` itself is the shell's current folder: taking it for a password would hide every path below it. */
export function isSecretKey(key: string): boolean {
  if (key === "PWD") return false;
  return secretKey.test(key) || secretCamelKey.test(key);
}

export function redactText(text: string): string {
  let result = text;
  for (const secret of secretValues) {
    if (result.includes(secret)) result = result.replaceAll(secret, MASK);
    const encoded = encodeURIComponent(secret);
    if (encoded !== secret && result.includes(encoded)) result = result.replaceAll(encoded, MASK);
  }
  return result
    .replace(urlCredentials, `$1$2:${MASK}@`)
    .replace(querySecret, `$1${MASK}`)
    .replace(bearer, `$1 ${MASK}`);
}

/** A deep copy with secret values and the values of secret keys replaced. Cycles become "[cycle]". */
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
          key,
          isSecretKey(key) && item !== null && item !== undefined && item !== "" ? MASK : redactNode(item, ancestors),
        ]),
      );
  ancestors.delete(value);
  return copy;
}
