import { defineWeatherSource, throwIfCancelled } from "@mlops/core";
import { z } from "zod";

import { climateOf } from "../climatology/climate-model.ts";
import { assembleBatch } from "../observation/assemble-batch.ts";
import { knownHours } from "../observation/requested-hours.ts";

const options = z.strictObject({
  seed: z
    .union([z.number(), z.string()])
    .default(42)
    .describe("The same seed gives the same weather, whatever is asked for."),
});

/**
 * Synthetic weather drawn from the climate of Seoul (normals 1991–2020). It needs no network, is always labelled
 * synthetic, and never trains, judges or promotes a model.
 */
export default defineWeatherSource({
  name: "climatology",
  aliases: ["sample"],
  summary: "Synthetic weather from the climate normals of Seoul; always labelled synthetic.",
  options,
  synthetic: true,
  hosts: () => [],
  async open({ seed }) {
    return {
      name: "climatology",
      synthetic: true,
      delayMinutes: 0,
      async fetch(request) {
        throwIfCancelled(request.signal);
        const hours = knownHours(request, 0);
        const observations = request.stations.flatMap((station) => {
          const observe = climateOf(station, seed);
          return hours.map((at) => ({ where: `climatology ${station.id}`, observation: observe(at) }));
        });
        return assembleBatch(request, 0, [{ observations, rejected: [], unusable: [] }]);
      },
      async [Symbol.asyncDispose]() {},
    };
  },
});
