import type { RunPlace } from "./run-uploader.ts";

/** The page of a run: the cloud's pages stand on another host than its API; `WANDB_APP_URL` names one of a server's own. */
export function runUrl(baseUrl: string, { entity, project, runId }: RunPlace, appUrl?: string): string {
  const app = appUrl ?? baseUrl.replace(/^https:\/\/api\.wandb\.ai$/, "https://wandb.ai");
  return [
    app.replace(/\/+$/, ""),
    encodeURIComponent(entity),
    encodeURIComponent(project),
    "runs",
    encodeURIComponent(runId),
  ].join("/");
}
