import { defineWeatherSource, HOUR, type RawPayload, registerSecret } from "@mlops/core";
import { z } from "zod";

import { httpOptions, joinUrl, requestLimits, sourceClient } from "../http-options.ts";
import { checkObservations, parseObservations } from "../http-observations/observations-response.ts";
import { assembleBatch, type Reading } from "../observation/assemble-batch.ts";
import { knownHours } from "../observation/requested-hours.ts";

const options = z.strictObject({
  base_url: z.url().describe("The service; observations are at <base_url>/observations."),
  token: z.string().optional().describe("Sent as a Bearer token; a secret."),
  locations: z
    .record(z.string(), z.string())
    .default({})
    .describe("Station id → the service's `location`, where it is another."),
  delay_minutes: z.number().min(0).default(0).describe("An observation is published this long after its hour."),
  ...httpOptions,
});

/**
 * Observations of a service of one's own: `GET {base_url}/observations?location&hours` answers
 * `{"observations": […]}` for the last `hours` hours before the service's present.
 */
export default defineWeatherSource({
  name: "http",
  aliases: ["api"],
  summary: "Observations of a service of your own, as JSON.",
  options,
  synthetic: false,
  hosts: ({ base_url }) => [new URL(base_url).host],
  async open(chosen, context) {
    if (chosen.token !== undefined) registerSecret(chosen.token);
    const client = sourceClient(context, chosen, 0);
    return {
      name: "http",
      synthetic: false,
      delayMinutes: chosen.delay_minutes,
      async fetch(request) {
        const readings: Reading[] = [];
        const payloads: RawPayload[] = [];
        const [first] = knownHours(request, chosen.delay_minutes);
        for (const station of first === undefined ? [] : request.stations) {
          const response = await client.request({
            url: joinUrl(chosen.base_url, "observations"),
            query: {
              location: chosen.locations[station.id] ?? station.id,
              hours: Math.max(1, Math.ceil((context.clock.wall() - (first ?? 0)) / HOUR) + 1),
            },
            headers: {
              accept: "application/json",
              ...(chosen.token === undefined ? {} : { authorization: `Bearer ${chosen.token}` }),
            },
            check: checkObservations,
            ...requestLimits(context, chosen, request.signal),
          });
          readings.push(parseObservations(response, station.id));
          payloads.push({
            content: response.bytes,
            mediaType: response.headers["content-type"] ?? "application/json",
            locator: response.locator,
            stations: [station.id],
            from: request.from,
            to: request.to,
          });
        }
        return assembleBatch(request, chosen.delay_minutes, readings, payloads);
      },
      async [Symbol.asyncDispose]() {
        await client[Symbol.asyncDispose]();
      },
    };
  },
});
