import {
  defineWeatherSource,
  type DriverContext,
  HOUR,
  type ObservationBatch,
  type ObservationRequest,
  registerSecret,
  type Station,
} from "@mlops/core";
import type { HttpClient, HttpResponse } from "@mlops/http";
import { z } from "zod";

import { httpOptions, joinUrl, requestLimits, sourceClient } from "../http-options.ts";
import { assembleBatch } from "../observation/assemble-batch.ts";
import { knownHours } from "../observation/requested-hours.ts";
import { type OpenMeteoCall, openMeteoCalls, openMeteoQuery, positionOf } from "../open-meteo/open-meteo-request.ts";
import { checkOpenMeteoResponse, isOpenMeteoStatus, parseOpenMeteo } from "../open-meteo/open-meteo-response.ts";

const DELAY_MINUTES = 0;
const PACE_MS = 200;

const options = z.strictObject({
  base_url: z.url().default("https://api.open-meteo.com/v1/").describe("Folder of the forecast endpoint."),
  archive_url: z.url().default("https://archive-api.open-meteo.com/v1/").describe("Folder of the archive endpoint."),
  api_key: z.string().optional().describe("Key of a paid plan; a secret. The free service needs none."),
  ...httpOptions,
});
type Options = z.output<typeof options>;

/**
 * Hourly weather of a place from Open-Meteo: the past hours of its forecast service for the last 90 days, its archive
 * before. They are analyses of weather models at the station's position, not readings of an instrument.
 *
 * The free service is for non-commercial use, under CC BY 4.0: see `OPEN_METEO_ATTRIBUTION`.
 */
export default defineWeatherSource({
  name: "open-meteo",
  summary: "Hourly weather of any place (Open-Meteo; free of charge for non-commercial use).",
  options,
  synthetic: false,
  hosts: ({ base_url, archive_url }) => [new URL(base_url).host, new URL(archive_url).host],
  async open(chosen, context) {
    if (chosen.api_key !== undefined) registerSecret(chosen.api_key);
    const client = sourceClient(context, chosen, PACE_MS);
    return {
      name: "open-meteo",
      synthetic: false,
      delayMinutes: DELAY_MINUTES,
      fetch: async (request) => await fetchBatch(client, chosen, context, notForecast(request, context)),
      async [Symbol.asyncDispose]() {
        await client[Symbol.asyncDispose]();
      },
    };
  },
});

/** Hours after the machine's own time would be forecasts: whatever the domain's time, they are not observations. */
function notForecast(request: ObservationRequest, context: DriverContext): ObservationRequest {
  return { ...request, knownAt: Math.min(request.knownAt, context.clock.wall()) };
}

async function fetchBatch(
  client: HttpClient,
  chosen: Options,
  context: DriverContext,
  request: ObservationRequest,
): Promise<ObservationBatch> {
  request.stations.forEach(positionOf);
  const calls = openMeteoCalls(knownHours(request, DELAY_MINUTES), context.clock.wall());
  const answers: { call: OpenMeteoCall; station: Station; response: HttpResponse }[] = [];
  for (const station of request.stations) {
    for (const call of calls) {
      const response = await client.request({
        url: joinUrl(call.endpoint === "archive" ? chosen.archive_url : chosen.base_url, call.endpoint),
        query: { ...openMeteoQuery(call, station), apikey: chosen.api_key },
        acceptStatus: isOpenMeteoStatus,
        check: checkOpenMeteoResponse,
        ...requestLimits(context, chosen, request.signal),
      });
      answers.push({ call, station, response });
    }
  }
  const readings = answers.map(({ station, response }) => parseOpenMeteo(response, station.id));
  const payloads = answers.map(({ call, station, response }) => ({
    content: response.bytes,
    mediaType: response.headers["content-type"] ?? "application/json",
    locator: response.locator,
    stations: [station.id],
    from: call.hours[0] ?? request.from,
    to: (call.hours.at(-1) ?? request.from) + HOUR,
  }));
  return assembleBatch(request, DELAY_MINUTES, readings, payloads);
}
