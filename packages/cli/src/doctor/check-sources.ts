import type { Configuration } from "@mlops/config";
import { type Instant, isMlopsError } from "@mlops/core";
import type { HttpClient } from "@mlops/http";

import { type Check, ok, skipped, warning } from "./check.ts";

const DEADLINE_MS = 4000;

export interface SourceChecks {
  readonly checks: readonly Check[];
  /** What the answering servers think the time is. */
  readonly serverTimes: readonly Instant[];
}

interface Endpoint {
  readonly name: string;
  readonly url: string;
}

/** Which weather source has its key, and which configured host answers. */
export async function checkSources(
  configuration: Configuration,
  http: HttpClient,
  signal: AbortSignal,
): Promise<SourceChecks> {
  const { offline, source } = configuration.value;
  const endpoints = endpointsOf(configuration);
  const keys = [keyCheck(configuration), syntheticCheck(source.allow_synthetic)];
  if (offline) {
    const checks = endpoints.map(({ name }) =>
      skipped(`reachable: ${name}`, "offline: no connection leaves the machine"),
    );
    return { checks: [...keys, ...checks], serverTimes: [] };
  }
  const answers = await Promise.all(endpoints.map((endpoint) => reach(endpoint, http, signal)));
  return {
    checks: [...keys, ...answers.map(({ check }) => check)],
    serverTimes: answers.flatMap(({ serverTime }) => (serverTime === undefined ? [] : [serverTime])),
  };
}

function endpointsOf({ value: { source } }: Configuration): Endpoint[] {
  return [
    { name: "kma", url: source.kma.base_url },
    { name: "open-meteo", url: source.open_meteo.base_url },
    { name: "open-meteo archive", url: source.open_meteo.archive_base_url },
    ...(source.http.base_url === undefined ? [] : [{ name: "http", url: source.http.base_url }]),
  ];
}

function keyCheck(configuration: Configuration): Check {
  const { auth_key: key, auth_key_file: file } = configuration.value.source.kma;
  const keyPath = key === undefined ? "source.kma.auth_key_file" : "source.kma.auth_key";
  if (key === undefined && file === undefined) {
    const hint = "For observations of the KMA set KMA_AUTH_KEY; without it `--source auto` takes Open-Meteo.";
    return { ...skipped("source kma", "no key is set"), hint };
  }
  return ok("source kma", `key from ${configuration.origin(keyPath).where}`);
}

function syntheticCheck(allowed: boolean): Check {
  const detail = allowed
    ? "allowed where no source answers; results are then marked degraded"
    : "not allowed: without a source, commands end with exit code 6";
  return ok("source climatology", detail);
}

async function reach(
  { name, url }: Endpoint,
  http: HttpClient,
  signal: AbortSignal,
): Promise<{ readonly check: Check; readonly serverTime?: Instant }> {
  try {
    const { headers, status } = await http.request({
      url,
      method: "HEAD",
      timeoutMs: DEADLINE_MS,
      retry: { attempts: 1 },
      acceptStatus: () => true,
      signal,
    });
    const serverTime = Date.parse(headers["date"] ?? "");
    return {
      check: ok(`reachable: ${name}`, `${new URL(url).host} answered with HTTP ${status}`),
      ...(Number.isFinite(serverTime) && { serverTime }),
    };
  } catch (error) {
    if (!isMlopsError(error) || error.code === "CANCELLED") throw error;
    return { check: warning(`reachable: ${name}`, error.message, error.hint) };
  }
}
