import type { CatalogueArea } from "../catalogue-entry.ts";

export const http = {
  HTTP_OFFLINE: {
    category: "unavailable",
    summary: "A command in offline mode needed a host outside this machine.",
    cause: "--offline (or offline: true in the config) together with a source or service that is not local.",
    mend: "Leave --offline out, or name a local source.",
    example: "mlops realtime --offline --source file --source-file weather.csv",
  },
  HTTP_UNREACHABLE: {
    category: "unavailable",
    summary: "No connection to a host could be made.",
    cause: "No network, a name that DNS does not know, a closed port, or a proxy that must be used and is not set.",
    mend: "Check the network; behind a corporate proxy set HTTPS_PROXY and NO_PROXY.",
    example: "HTTPS_PROXY=http://proxy.example:3128 mlops doctor",
  },
  HTTP_TIMEOUT: {
    category: "unavailable",
    summary: "A host did not answer in time.",
    cause: "An overloaded host, a slow line, or a firewall that drops packets.",
    mend: "Try again later, or raise the source's timeout_seconds.",
  },
  HTTP_STATUS: {
    category: "unavailable",
    summary: "A host answered with an error status.",
    cause: "A wrong path or key (4xx), too many requests (429), or trouble at the provider (5xx).",
    mend: "Check the base_url and key of the source; for 429 and 5xx try again later.",
  },
  HTTP_BODY_TOO_LARGE: {
    category: "unavailable",
    summary: "A response was larger than the limit.",
    cause: "Another page than the expected one, or a range that asks for too much at once.",
    mend: "Check the base_url, or ask for a shorter range.",
  },
  HTTP_TRUNCATED: {
    category: "unavailable",
    summary: "A response ended before it was whole.",
    cause: "The connection was cut in the middle of the answer.",
    mend: "Try again; if it stays, look for a proxy or gateway that cuts long answers.",
  },
  HTTP_TLS: {
    category: "unavailable",
    summary: "The certificate of a host could not be trusted, or TLS could not be agreed on.",
    cause: "A corporate proxy with its own certificate authority, an expired certificate, or a wrong clock.",
    mend: "Name the certificate authority's PEM file in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE.",
    example: "NODE_EXTRA_CA_CERTS=company-ca.pem mlops doctor",
  },
  HTTP_CERTIFICATE_FILE: {
    category: "invalid",
    summary: "A file of certificate authorities cannot be read or holds no certificate.",
    cause: "A wrong path in SSL_CERT_FILE or in the config.",
    mend: "Name a PEM file with at least one BEGIN CERTIFICATE block.",
  },
  HTTP_REDIRECT: {
    category: "unavailable",
    summary: "A redirect was not followed.",
    cause: "Too many redirects, one from https to http, or one without a usable address.",
    mend: "Set the base_url to the address that finally answers.",
  },
  HTTP_PROTOCOL: {
    category: "unavailable",
    summary: "A host's answer is not valid HTTP, or is encoded in a way that was not asked for.",
    cause: "Another service listens on that port, or a gateway rewrites the answers.",
    mend: "Check host and port of the base_url.",
  },
  HTTP_PROXY: {
    category: "unavailable",
    summary: "The proxy refused to connect, or its address cannot be used.",
    cause: "Wrong credentials, a host that the proxy forbids, or a misspelt HTTPS_PROXY.",
    mend: "Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
    example: "HTTPS_PROXY=http://user:password@proxy.example:3128",
  },
  HTTP_URL_INVALID: {
    category: "invalid",
    summary: "An address is not an absolute http or https URL.",
    cause: "A misspelt base_url.",
    mend: "Write it with its scheme, like https://apihub.kma.go.kr/api/typ01/url/.",
  },
} as const satisfies CatalogueArea;
