import { MlopsError } from "@mlops/core";
import { checkApiKey, type ConnectionOptions, keyOf, serverOf, type WandbKey } from "@mlops/tracking";

import type { Services } from "../compose.ts";
import { packageVersion } from "../version.ts";
import { wandbRequest } from "./tracking-plan.ts";

export interface WandbConnection extends ConnectionOptions {
  /** Where the key came from; undefined where there is none. */
  readonly keySource: string | undefined;
}

/** How W&B's server is reached. @throws MlopsError TRACKING_KEY_MISSING where a key is needed, TRACKING_KEY_INVALID */
export async function wandbConnection(
  services: Services,
  { keyNeeded }: { readonly keyNeeded: boolean },
): Promise<WandbConnection> {
  const configuration = await services.configuration();
  const request = wandbRequest(configuration, undefined);
  const baseUrl = serverOf(request);
  const key = keyOf(request, baseUrl);
  if (key === undefined && keyNeeded) throw keyMissing(baseUrl);
  const warning = key && checkApiKey(key.value, key.source);
  if (warning !== undefined) services.log.warn(warning);
  return connectionWith(services, baseUrl, key);
}

export async function connectionWith(
  services: Services,
  baseUrl: string,
  key: WandbKey | undefined,
): Promise<WandbConnection> {
  const { variables, value } = await services.configuration();
  const appUrl = variables["WANDB_APP_URL"];
  return {
    baseUrl,
    key: key?.value ?? "",
    keySource: key?.source,
    userAgent: `mlops/${packageVersion()}`,
    offline: value.offline,
    environment: variables,
    clock: services.clock(),
    entropy: (length) => services.entropy(length),
    warn: (text) => services.log.warn(text),
    ...(appUrl && { appUrl }),
  };
}

function keyMissing(baseUrl: string): MlopsError {
  return new MlopsError("TRACKING_KEY_MISSING", `There is no W&B key for ${new URL(baseUrl).host}.`, {
    hint: "Store one with `mlops login`, or set WANDB_API_KEY.",
    details: { server: baseUrl },
  });
}
