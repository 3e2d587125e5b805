import { MlopsError, registerSecret } from "@mlops/core";

import { checkApiKey } from "./api-key.ts";
import { assertEntityName, assertProjectName } from "./names.ts";
import { netrcMachine, netrcPassword, netrcPath } from "./netrc.ts";
import { readSettingsFiles } from "./settings-files.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const WANDB_CLOUD = "https://api.wandb.ai";

/** What flags, environment, recipe and configuration say; what was not said is undefined. */
export interface WandbRequest {
  readonly use: "auto" | boolean;
  readonly project: string | undefined;
  readonly entity: string | undefined;
  /** Project or entity was given for this run, not by a file of the project. */
  readonly namesGiven: boolean;
  readonly mode: "online" | "offline" | "disabled" | "shared" | undefined;
  readonly apiKey: { readonly value: string; readonly source: string } | undefined;
  readonly baseUrl: string | undefined;
  /** No connection leaves the machine. */
  readonly offline: boolean;
  readonly environment: Environment;
  /** Where the command runs. */
  readonly folder: string;
  readonly defaultProject: string;
}

export interface WandbKey {
  readonly value: string;
  /** `WANDB_API_KEY`, `~/.netrc`: where it came from. */
  readonly source: string;
}

export interface WandbSettings {
  readonly mode: "online" | "offline";
  readonly project: string;
  /** Empty: the default of the key's owner. */
  readonly entity: string;
  readonly baseUrl: string;
  readonly key: WandbKey | undefined;
  readonly warnings: readonly string[];
}

/**
 * Whether and how a run is tracked with W&B; undefined: not at all. Without a key it is recorded offline.
 *
 * @throws MlopsError TRACKING_NAME_INVALID, TRACKING_KEY_INVALID, TRACKING_URL_INVALID: before anything starts
 */
export function resolveWandb(request: WandbRequest): WandbSettings | undefined {
  const { use, environment, folder } = request;
  const files = readSettingsFiles(environment, folder);
  const mode = request.mode ?? modeOf(files.mode);
  if (use === false || mode === "disabled") return undefined;
  const baseUrl = checkedUrl(request.baseUrl ?? files.base_url ?? WANDB_CLOUD);
  const key = keyOf(request, baseUrl);
  const asked = use === true || key !== undefined || mode === "offline" || request.namesGiven;
  if (!asked) return undefined;

  const project = request.project ?? files.project ?? request.defaultProject;
  const entity = request.entity ?? files.entity ?? "";
  assertProjectName(project);
  if (entity !== "") assertEntityName(entity);
  const warnings: string[] = [];
  const keyWarning = key && checkApiKey(key.value, key.source);
  if (keyWarning !== undefined) warnings.push(keyWarning);
  const online = mode !== "offline" && !request.offline && key !== undefined;
  if ((mode === "online" || mode === "shared") && key === undefined) {
    warnings.push("There is no W&B key: the run is recorded offline. Store one with: mlops login");
  }
  return { mode: online ? "online" : "offline", project, entity, baseUrl, key, warnings };
}

/** Address of the server. @throws MlopsError TRACKING_URL_INVALID */
export function serverOf({
  baseUrl,
  environment,
  folder,
}: Pick<WandbRequest, "baseUrl" | "environment" | "folder">): string {
  return checkedUrl(baseUrl ?? readSettingsFiles(environment, folder).base_url ?? WANDB_CLOUD);
}

/** The key of a server and where it came from: given, else from netrc. It is registered as a secret. */
export function keyOf(
  { apiKey, environment }: Pick<WandbRequest, "apiKey" | "environment">,
  baseUrl: string,
): WandbKey | undefined {
  const path = netrcPath(environment);
  const stored = apiKey === undefined ? netrcPassword(path, netrcMachine(baseUrl)) : undefined;
  const key = apiKey ?? (stored === undefined ? undefined : { value: stored, source: path });
  if (key === undefined || key.value === "") return undefined;
  registerSecret(key.value);
  return key;
}

/** @throws MlopsError TRACKING_URL_INVALID */
function checkedUrl(url: string): string {
  const usable = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (usable) return url.replace(/\/+$/, "");
  throw new MlopsError("TRACKING_URL_INVALID", `"${url}" is not the address of a W&B server.`, {
    hint: "Write it like https://api.wandb.ai: WANDB_BASE_URL, or tracking.wandb.base_url in the configuration.",
  });
}

function modeOf(text: string | undefined): WandbRequest["mode"] {
  if (text === "dryrun") return "offline";
  return text === "online" || text === "offline" || text === "disabled" ? text : undefined;
}
