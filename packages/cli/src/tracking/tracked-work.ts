import { type Instant, type JsonObject, localFields } from "@mlops/core";
import type { LoadedRecipe } from "@mlops/pipelines";
import type { RunDescription } from "@mlops/tracking";

import { packageVersion } from "../version.ts";
import type { TrackedKind } from "./tracked-kinds.ts";

/** What a command tells trackers about the run that it makes. */
export interface TrackedWork {
  readonly recipe: LoadedRecipe["recipe"];
  /** IANA name; the run's name tells local time there. */
  readonly timeZone: string;
  readonly tags: readonly string[];
  readonly config: JsonObject;
}

type Variables = Readonly<Record<string, string | undefined>>;

const LONGEST_TAG = 64;

export function describeRun(
  { runId, at }: { readonly runId: string; readonly at: Instant },
  { jobType, namePrefix }: TrackedKind,
  { recipe, timeZone, tags, config }: TrackedWork,
  variables: Variables,
): RunDescription {
  const { tracking } = recipe;
  const group = variables["WANDB_RUN_GROUP"] || tracking?.group;
  const notes = variables["WANDB_NOTES"] || tracking?.notes;
  const more = (variables["WANDB_TAGS"] ?? "").split(",").map((tag) => tag.trim());
  const all = [...(tracking?.tags ?? []), ...tags, ...more].filter((tag) => tag !== "");
  return {
    runId,
    name: variables["WANDB_NAME"] || `${namePrefix}_${stampOf(at, timeZone)}`,
    jobType: variables["WANDB_JOB_TYPE"] || jobType,
    tags: [...new Set(all.map((tag) => tag.slice(0, LONGEST_TAG)))],
    config: { ...config, mlops_version: packageVersion() },
    ...(group !== undefined && { group }),
    ...(notes !== undefined && { notes }),
  };
}

/** `20260131_235959` in the zone. */
function stampOf(instant: Instant, timeZone: string): string {
  const { year, month, day, hour, minute, second } = localFields(instant, timeZone);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year}${two(month)}${two(day)}_${two(hour)}${two(minute)}${two(second)}`;
}
