import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Configuration } from "@mlops/config";
import {
  ApiError,
  findRunFolders,
  isNetrcOpen,
  keyOf,
  openTrackedRun,
  runEnvironment,
  serverOf,
  syncRun,
  whoIs,
} from "@mlops/tracking";

import type { Services } from "../compose.ts";
import { wandbRequest } from "../tracking/tracking-plan.ts";
import { type WandbConnection, wandbConnection } from "../tracking/wandb-connection.ts";
import { type Check, failed, ok, skipped, warning } from "./check.ts";

const keys = [
  "tracking.use_wandb",
  "tracking.wandb.project",
  "tracking.wandb.entity",
  "tracking.wandb.mode",
  "tracking.wandb.base_url",
  "tracking.mlflow.tracking_uri",
] as const;

/**
 * What is set for tracking and from where, never the key itself; whose key it is, whether the entity can be written to,
 * and whether a demo run arrives. With `offline` nothing is asked.
 */
export async function checkTracking(
  services: Services,
  configuration: Configuration,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const settings = keys.map((keyPath) => settingCheck(configuration, keyPath));
  const request = wandbRequest(configuration, undefined);
  const server = serverOf(request);
  const key = keyOf(request, server);
  if (!key) {
    const hint = "To send runs to W&B: mlops login. Without a key, --use-wandb records them for `mlops sync`.";
    return [...settings, { ...skipped("wandb key", `none for ${new URL(server).host}`), hint }];
  }
  const connection = await wandbConnection(services, { keyNeeded: true });
  const open = isNetrcOpen(key.source)
    ? [warning("wandb key file", `${key.source} can be read by others`, `chmod 600 ${key.source}`)]
    : [];
  const source = ok("wandb key", `from ${key.source}, for ${new URL(server).host}`);
  if (configuration.value.offline) return [...settings, source, ...open, skipped("wandb server", "offline")];
  const viewer = await viewerCheck(connection, request.entity, signal);
  const demo = viewer.status === "ok" ? [await demoCheck(connection, request, signal)] : [];
  return [...settings, source, ...open, viewer, ...demo];
}

function settingCheck(configuration: Configuration, keyPath: (typeof keys)[number]): Check {
  const value = configuration.get(keyPath);
  if (value === undefined) return skipped(keyPath, "not set");
  const unused = keyPath.startsWith("tracking.mlflow") ? "; no MLflow tracker is part of this version" : "";
  return skipped(keyPath, `${JSON.stringify(value)}, from ${configuration.origin(keyPath).where}${unused}`);
}

async function viewerCheck(
  connection: WandbConnection,
  entity: string | undefined,
  signal: AbortSignal,
): Promise<Check> {
  const host = new URL(connection.baseUrl).host;
  try {
    const viewer = await whoIs(connection, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]));
    const known = entity === undefined || entity === viewer.entity || viewer.teams.includes(entity);
    if (known)
      return ok("wandb server", `${host} knows the key of ${viewer.username}; runs go to ${entity ?? viewer.entity}`);
    const teams = [viewer.entity, ...viewer.teams].join(", ");
    return warning("wandb entity", `${viewer.username} is not known to belong to ${entity}`, `Known: ${teams}.`);
  } catch (error) {
    if (signal.aborted || !(error instanceof ApiError)) throw error;
    if (error.status === 401 || error.status === 403) {
      return failed("wandb server", `${host} does not accept the key`, "Store another: mlops login --relogin");
    }
    return warning("wandb server", error.message, "Runs are recorded all the same; send them later with mlops sync.");
  }
}

const ANSWER_WITHIN_MS = 10_000;

/** Records a run of one row in a folder of its own and sends it, as a command would. */
async function demoCheck(
  connection: WandbConnection,
  { project, entity, defaultProject }: ReturnType<typeof wandbRequest>,
  signal: AbortSignal,
): Promise<Check> {
  const folder = mkdtempSync(join(tmpdir(), "mlops-doctor-"));
  const target = project ?? defaultProject;
  try {
    const runId = `doctor${Buffer.from(connection.entropy(5)).toString("hex")}`;
    const run = openTrackedRun({
      spoolFolder: join(folder, "spool"),
      run: { runId, name: "mlops doctor", jobType: "doctor", tags: ["mlops", "doctor"], config: {} },
      environment: runEnvironment(),
      trackers: [{ driver: "wandb", options: { root: folder, project: target, entity: entity ?? "" } }],
      systemIntervalMs: 0,
    });
    run.log({ doctor: 1 });
    await run.finish({ exitCode: 0 });
    const [recorded] = findRunFolders([folder]);
    if (!recorded) return failed("wandb demo run", "it could not be recorded", `Is ${tmpdir()} full?`);
    const { status, url, reason = "" } = await syncRun(recorded, connection, signal);
    if (status === "synced") return ok("wandb demo run", `sent to ${url ?? target}`);
    return failed("wandb demo run", reason, "Check --wandb-project and --wandb-entity.");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
