import {
  defineWeatherSource,
  type DriverContext,
  HOUR,
  type Instant,
  MlopsError,
  type ObservationRequest,
  type RawPayload,
  registerSecret,
  type Station,
} from "@mlops/core";
import type { HttpClient } from "@mlops/http";
import { z } from "zod";

import { httpOptions, joinUrl, requestLimits, sourceClient } from "../http-options.ts";
import { checkKmaResponse, decodeKma, isKmaStatus } from "../kma/kma-response.ts";
import { formatKmaTime, parseKmaText } from "../kma/kma-text.ts";
import { assembleBatch, type Reading } from "../observation/assemble-batch.ts";
import { knownHours, piecesOf } from "../observation/requested-hours.ts";

/** An hour's observations are published within ten minutes: before minute 10 the latest is that of the hour before. */
const DELAY_MINUTES = 10;
const LONGEST_RANGE_HOURS = 31 * 24;

const options = z.strictObject({
  base_url: z.url().default("https://apihub.kma.go.kr/api/typ01/url/").describe("Folder of the two endpoints."),
  auth_key: z.string().optional().describe("Key of the KMA's API hub; a secret, from KMA_AUTH_KEY."),
  pace_seconds: z.number().min(0).max(60).default(0.5).describe("Least time between two requests."),
  ...httpOptions,
});
type Options = z.output<typeof options>;

/**
 * Hourly observations of the Korea Meteorological Administration's ASOS stations, from its API hub. A single hour is
 * asked of `kma_sfctm2.php`, a range of `kma_sfctm3.php` in pieces of at most 31 days; all stations in one request.
 */
export default defineWeatherSource({
  name: "kma",
  aliases: ["asos"],
  summary: "Hourly observations of Korean ground stations (KMA API hub, key needed).",
  options,
  synthetic: false,
  hosts: ({ base_url }) => [new URL(base_url).host],
  async open(chosen, context) {
    const key = chosen.auth_key?.trim();
    if (!key) throw new MlopsError("KMA_KEY_MISSING", "The KMA's observations need a key and none is set.");
    registerSecret(key);
    const client = sourceClient(context, chosen, chosen.pace_seconds * 1000);
    return {
      name: "kma",
      synthetic: false,
      delayMinutes: DELAY_MINUTES,
      async fetch(request) {
        request.stations.forEach(assertStationNumber);
        const readings: Reading[] = [];
        const payloads: RawPayload[] = [];
        const hours = request.stations.length === 0 ? [] : knownHours(request, DELAY_MINUTES);
        for (const piece of piecesOf(hours, LONGEST_RANGE_HOURS)) {
          const payload = await fetchPayload(client, chosen, key, context, request, piece);
          payloads.push(payload);
          readings.push(parseKmaText(decodeKma(payload.content), payload.locator));
        }
        return assembleBatch(request, DELAY_MINUTES, readings, payloads);
      },
      async [Symbol.asyncDispose]() {
        await client[Symbol.asyncDispose]();
      },
    };
  },
});

function assertStationNumber({ id }: Station): void {
  if (/^\d+$/.test(id)) return;
  throw new MlopsError("INVALID_ARGUMENT", `Station "${id}" is not one of the KMA's: theirs are numbers such as 108.`);
}

async function fetchPayload(
  client: HttpClient,
  chosen: Options,
  key: string,
  context: DriverContext,
  request: ObservationRequest,
  hours: readonly Instant[],
): Promise<RawPayload> {
  const stations = request.stations.map((station) => station.id);
  const [first = request.from] = hours;
  const last = hours.at(-1) ?? first;
  const times = first === last ? { tm: formatKmaTime(first) } : { tm1: formatKmaTime(first), tm2: formatKmaTime(last) };
  const response = await client.request({
    url: joinUrl(chosen.base_url, first === last ? "kma_sfctm2.php" : "kma_sfctm3.php"),
    query: { ...times, stn: stations.join(":"), help: 0, authKey: key },
    acceptStatus: isKmaStatus,
    check: checkKmaResponse,
    ...requestLimits(context, chosen, request.signal),
  });
  return {
    content: response.bytes,
    mediaType: response.headers["content-type"] ?? "text/plain",
    locator: response.locator,
    stations,
    from: first,
    to: last + HOUR,
  };
}
