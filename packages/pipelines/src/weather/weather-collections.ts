import type { CollectionDefinition } from "@mlops/core";

import { featureCollection, observationCollection, payloadCollection, qualityCollection } from "./collections.ts";
import { predictionCollection } from "./predictions.ts";

/** Every collection that the weather flows fill. */
export const weatherCollections: readonly CollectionDefinition[] = [
  featureCollection,
  observationCollection,
  payloadCollection,
  predictionCollection,
  qualityCollection,
];
