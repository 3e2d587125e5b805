import { isSecretKey, MlopsError, redactText } from "@mlops/core";

type Query = Readonly<Record<string, string | number | undefined>>;

const SECRET_PARAMETER = /^(auth|api|service|access|sub)?[_-]?key$|^appid$|^sig(nature)?$/i;

/**
 * The absolute http(s) address of a request.
 *
 * @throws MlopsError HTTP_URL_INVALID
 */
export function addressOf(url: string | URL, query: Query = {}): URL {
  let address: URL;
  try {
    address = new URL(url);
  } catch (cause) {
    throw new MlopsError("HTTP_URL_INVALID", `"${String(url)}" is not an absolute URL.`, { cause });
  }
  if (address.protocol !== "http:" && address.protocol !== "https:") {
    throw new MlopsError("HTTP_URL_INVALID", `"${locatorOf(address)}" is neither http nor https.`);
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  address.hash = "";
  return address;
}

/** The address without user, password and secret parameters: what errors, logs and stored payloads may show. */
export function locatorOf(address: URL): string {
  const shown = new URL(address);
  shown.username = "";
  shown.password = "";
  for (const name of new Set(shown.searchParams.keys())) {
    if (SECRET_PARAMETER.test(name) || isSecretKey(name)) shown.searchParams.delete(name);
  }
  return redactText(shown.href);
}

/** True for addresses that never leave the machine, known without asking DNS. */
export function isLoopback(address: URL): boolean {
  const host = address.hostname.replace(/\.$/, "");
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
