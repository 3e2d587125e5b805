import { type Clock, isMlopsError, MlopsError, type Station, throwIfCancelled } from "@mlops/core";

export type AutomaticSource = "kma" | "open-meteo" | "climatology";

/** Rejects where the service cannot be reached. */
export type Probe = (signal: AbortSignal) => Promise<void>;

export interface Availability {
  readonly stations: readonly Station[];
  readonly kmaKeySet: boolean;
  readonly offline: boolean;
  readonly allowSynthetic: boolean;
  readonly probes: Readonly<Record<"kma" | "open-meteo", Probe>>;
  readonly clock: Pick<Clock, "sleep">;
  readonly signal?: AbortSignal;
  /** For all probes together. Default 5 000 ms. */
  readonly withinMs?: number;
}

export interface SelectedSource {
  readonly source: AutomaticSource;
  /** Reasons for a degraded status: empty, or `synthetic-observations`. */
  readonly reasons: readonly string[];
  /** The preferred sources that cannot be used, and why. */
  readonly passedOver: readonly PassedOver[];
}

export interface PassedOver {
  readonly source: AutomaticSource;
  readonly why: string;
}

const WITHIN_MS = 5000;
const PREFERENCE = ["kma", "open-meteo"] as const;

/**
 * What `--source auto` means: the KMA for Korean stations with a key, else Open-Meteo, else the climatology where
 * synthetic weather is allowed. Reachability is asked of both at once and decided within five seconds.
 *
 * @throws MlopsError SOURCE_UNAVAILABLE with every source and why it cannot be used, CANCELLED
 */
export async function selectSource(availability: Availability): Promise<SelectedSource> {
  using limit = limitOf(availability);
  const verdicts = PREFERENCE.map((source) => obstacleTo(source, availability, limit));
  // The first usable source ends the selection: what becomes of the other probe is nobody's concern then.
  for (const verdict of verdicts) verdict.catch(() => undefined);
  const passedOver: PassedOver[] = [];
  for (const [index, source] of PREFERENCE.entries()) {
    const why = await verdicts[index];
    if (why === undefined) return { source, reasons: [], passedOver };
    passedOver.push({ source, why });
  }
  if (availability.allowSynthetic) {
    return { source: "climatology", reasons: ["synthetic-observations"], passedOver };
  }
  throw new MlopsError(
    "SOURCE_UNAVAILABLE",
    `No source of real weather can be used (${passedOver.map(({ source, why }) => `${source}: ${why}`).join("; ")}) ` +
      "and synthetic weather is not allowed.",
    { details: { passedOver }, retryable: !availability.offline },
  );
}

/** Undefined where the source can be used. */
async function obstacleTo(
  source: (typeof PREFERENCE)[number],
  availability: Availability,
  limit: Limit,
): Promise<string | undefined> {
  if (availability.offline) return "the command is offline";
  const unsuitable = source === "kma" ? unsuitableForKma(availability) : unsuitableForOpenMeteo(availability);
  if (unsuitable !== undefined) return unsuitable;
  try {
    await Promise.race([availability.probes[source](limit.signal), limit.passed]);
    return undefined;
  } catch (error) {
    throwIfCancelled(availability.signal);
    if (limit.hasPassed()) return `no answer within ${limit.milliseconds / 1000} s`;
    if (isMlopsError(error)) return error.message;
    throw error;
  }
}

function unsuitableForKma({ kmaKeySet, stations }: Availability): string | undefined {
  if (!kmaKeySet) return "no key (KMA_AUTH_KEY is not set)";
  const foreign = stations.find((station) => !/^\d+$/.test(station.id) || station.timeZone !== "Asia/Seoul");
  return foreign && `station "${foreign.id}" is not one of the KMA's`;
}

function unsuitableForOpenMeteo({ stations }: Availability): string | undefined {
  const lost = stations.find((station) => station.latitude === undefined || station.longitude === undefined);
  return lost && `station "${lost.id}" has no latitude and longitude`;
}

interface Limit extends Disposable {
  readonly signal: AbortSignal;
  readonly milliseconds: number;
  /** Rejects once the time has passed: a probe that ignores its signal holds nobody up. */
  readonly passed: Promise<never>;
  hasPassed(): boolean;
}

function limitOf({ clock, signal, withinMs = WITHIN_MS }: Availability): Limit {
  const end = new AbortController();
  const timer = new AbortController();
  let over = false;
  const passed = clock.sleep(withinMs, signal ? AbortSignal.any([timer.signal, signal]) : timer.signal).then(() => {
    over = true;
    end.abort();
    throw new MlopsError("HTTP_TIMEOUT", `No answer within ${withinMs / 1000} s.`);
  });
  passed.catch(() => undefined);
  return {
    signal: signal ? AbortSignal.any([end.signal, signal]) : end.signal,
    milliseconds: withinMs,
    passed,
    hasPassed: () => over,
    [Symbol.dispose]: () => timer.abort(),
  };
}
