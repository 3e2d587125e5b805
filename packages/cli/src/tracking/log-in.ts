import { MlopsError, registerSecret } from "@mlops/core";
import {
  ApiError,
  checkApiKey,
  keyOf,
  netrcMachine,
  netrcPath,
  serverOf,
  storeNetrcPassword,
  type Viewer,
  whoIs,
} from "@mlops/tracking";

import type { CommandContext, CommandResult } from "../command.ts";
import { renderFields } from "../render/table.ts";
import { readKey } from "./read-key.ts";
import { wandbRequest } from "./tracking-plan.ts";
import { connectionWith } from "./wandb-connection.ts";

/** @throws MlopsError TRACKING_KEY_INVALID, TRACKING_KEY_MISSING, PERMISSION_DENIED */
export async function logIn({ services, signal }: CommandContext, relogin: boolean): Promise<CommandResult> {
  const configuration = await services.configuration();
  const request = wandbRequest(configuration, undefined);
  const server = serverOf(request);
  const known = keyOf(request, server);
  if (known && !relogin) {
    return answer(server, known.source, false, await viewerOf(services, server, known, signal));
  }
  const typed = await readKey(`W&B key (from ${server.replace("api.", "")}/authorize): `, signal);
  registerSecret(typed);
  const warning = checkApiKey(typed, "the input");
  if (warning !== undefined) services.log.warn(warning);
  const viewer = await viewerOf(services, server, { value: typed, source: "the input" }, signal);
  const path = netrcPath(configuration.variables);
  try {
    storeNetrcPassword(path, netrcMachine(server), typed);
  } catch (cause) {
    throw new MlopsError("PERMISSION_DENIED", `The key cannot be stored in ${path}.`, { cause, details: { path } });
  }
  const shadowed = request.apiKey?.source;
  if (shadowed !== undefined) services.log.warn(`${shadowed} is set too, and wins over the stored key.`);
  return answer(server, path, true, viewer);
}

/**
 * Whose key it is; undefined where the server cannot be asked now. A key that the server refuses is not stored.
 *
 * @throws MlopsError TRACKING_KEY_INVALID
 */
async function viewerOf(
  services: CommandContext["services"],
  server: string,
  key: { readonly value: string; readonly source: string },
  signal: AbortSignal,
): Promise<Viewer | undefined> {
  try {
    return await whoIs(await connectionWith(services, server, key), signal);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401 || error.status === 403) {
      throw new MlopsError(
        "TRACKING_KEY_INVALID",
        `${new URL(server).host} does not accept the key from ${key.source}.`,
        {
          hint: "Copy the whole key from https://wandb.ai/authorize, and store it with: mlops login --relogin",
          details: { source: key.source, server },
        },
      );
    }
    services.log.warn(`The key was not tried: ${error.message}`);
    return undefined;
  }
}

function answer(server: string, source: string, stored: boolean, viewer: Viewer | undefined): CommandResult {
  const reasons = viewer ? [] : ["key-not-tried"];
  return {
    outcome: { status: viewer ? "ok" : "degraded", reasons },
    document: { server, source, stored, user: viewer?.username ?? null, entity: viewer?.entity ?? null },
    human: (style) =>
      renderFields(
        [
          ["server", server],
          ["key", stored ? `stored in ${source}` : `known, from ${source}; replace it with mlops login --relogin`],
          ["user", viewer?.username ?? "not asked: the server does not answer"],
          ["entity", viewer?.entity ?? null],
        ],
        style,
      ),
  };
}
