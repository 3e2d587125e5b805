import type { CollectionDefinition } from "@mlops/core";
import { rawDataCollection, weatherCollections } from "@mlops/pipelines";
import {
  journalCollectionDefinitions,
  leaseCollection,
  modelAliasCollection,
  modelVersionCollection,
} from "@mlops/store";

/** Every collection that the product fills: a copy makes their indexes, and drivers store their instants as such. */
export const knownCollections: readonly CollectionDefinition[] = [
  ...journalCollectionDefinitions,
  leaseCollection,
  modelAliasCollection,
  modelVersionCollection,
  rawDataCollection,
  ...weatherCollections,
];
