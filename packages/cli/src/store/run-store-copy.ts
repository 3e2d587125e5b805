import { MlopsError, outcomeOf, type Store } from "@mlops/core";
import { copyStore, type StoreCopy } from "@mlops/store";

import { systemClock } from "../clock.ts";
import type { CommandResult } from "../command.ts";
import type { Services } from "../compose.ts";
import { isMissingStore, openNamedStore } from "../compose-stores.ts";
import type { Progress } from "../render/progress.ts";
import { renderTable } from "../render/table.ts";
import { copyProgress } from "./copy-progress.ts";
import { knownCollections } from "./known-collections.ts";
import type { StoreAddress } from "./store-address.ts";

export interface StoreCopyRequest {
  readonly from: StoreAddress;
  readonly to: StoreAddress;
  readonly dryRun: boolean;
  readonly services: Services;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Copies one store into another and answers as the command does. */
export async function runStoreCopy(request: StoreCopyRequest): Promise<CommandResult> {
  const { from, to, dryRun, services, signal, progress } = request;
  await using source = await openNamedStore(services, from, { mustExist: true, durability: "process" });
  const isNew = dryRun && (await isMissingStore(services, to));
  await using target = isNew
    ? undefined
    : await openNamedStore(services, to, { mustExist: false, durability: "power" });
  const places = { from: await placeOf(source.store), to: target === undefined ? null : await placeOf(target.store) };
  if (places.from.location === places.to?.location) {
    throw new MlopsError("INVALID_ARGUMENT", `--from and --to are the same store: ${places.from.location}.`);
  }
  const copy = await copyStore({
    source: source.store,
    target: target?.store,
    definitions: knownCollections,
    dryRun,
    signal,
    onProgress: copyProgress(progress, systemClock()),
  });
  progress.clear();
  return answerOf(copy, places, dryRun);
}

interface Place {
  readonly driver: string;
  readonly location: string;
}

async function placeOf(store: Store): Promise<Place> {
  const { driver, location } = await store.describe();
  return { driver, location };
}

function answerOf(
  { collections, blobs }: StoreCopy,
  { from, to }: { readonly from: Place; readonly to: Place | null },
  dryRun: boolean,
): CommandResult {
  const undeclared = collections.filter(({ declared, source }) => !declared && source > 0).map(({ name }) => name);
  const reasons = undeclared.length > 0 ? ["undeclared-collections"] : [];
  return {
    outcome: outcomeOf(reasons),
    document: { dryRun, from, to, collections, blobs },
    human: (style) => {
      const rows = [...collections, { name: "blobs", ...blobs }].map(({ name, source, copied, skipped, verified }) => [
        name,
        ...[source, copied, skipped, verified].map(String),
      ]);
      const lines = [renderTable(["", "SOURCE", dryRun ? "TO COPY" : "COPIED", "SKIPPED", "VERIFIED"], rows, style)];
      if (undeclared.length > 0) {
        lines.push(
          `${style.yellow("degraded")} this version knows nothing of ${undeclared.join(", ")}: ` +
            "copied without indexes, instants as numbers",
        );
      }
      return lines.join("\n");
    },
  };
}
