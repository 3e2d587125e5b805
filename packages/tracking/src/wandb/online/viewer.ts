import { createHttpClient } from "@mlops/http";

import { answerOf, viewerAnswer } from "./answers.ts";
import { ApiError } from "./api-error.ts";
import { VIEWER } from "./queries.ts";
import type { ConnectionOptions } from "./live-upload.ts";
import { wandbApi } from "./wandb-api.ts";

export interface Viewer {
  readonly username: string;
  /** The entity that runs go to where none is named. */
  readonly entity: string;
  readonly teams: readonly string[];
}

/** Whose key it is. @throws ApiError, with status 401 where the key is nobody's */
export async function whoIs(connection: ConnectionOptions, signal: AbortSignal): Promise<Viewer> {
  const { clock, entropy, offline, userAgent, environment, baseUrl, key } = connection;
  await using http = createHttpClient({ clock, offline, entropy, userAgent, env: environment });
  const api = wandbApi({ http, baseUrl, key, signal });
  const { viewer } = answerOf(viewerAnswer, await api.graphql("Viewer", VIEWER), "Viewer");
  if (!viewer) throw new ApiError("the server knows nobody by this key", { transient: false, status: 401 });
  return {
    username: viewer.username ?? viewer.entity ?? "",
    entity: viewer.entity ?? "",
    teams: viewer.teams?.edges.map(({ node }) => node.name) ?? [],
  };
}
