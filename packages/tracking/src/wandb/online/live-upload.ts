import { closeSync, openSync, writeFileSync } from "node:fs";

import type { Clock } from "@mlops/core";
import { createHttpClient } from "@mlops/http";

import { logReader } from "../log/log-reader.ts";
import type { RunFolder } from "../offline/run-folder.ts";
import { ApiError, hintFor } from "./api-error.ts";
import { RunUploader } from "./run-uploader.ts";
import { runUrl } from "./run-url.ts";
import { readUploadState, uploadStatePath, writeUploadState } from "./upload-state.ts";
import { wandbApi } from "./wandb-api.ts";

/** Without a sign of life for longer, W&B shows a run as crashed. */
const HEARTBEAT_MS = 30_000;
const ATTEMPTS_AT_END = 2;

export interface ConnectionOptions {
  readonly baseUrl: string;
  readonly key: string;
  readonly userAgent: string;
  readonly offline: boolean;
  /** Proxy and certificate settings. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly appUrl?: string;
  /** Multiplies the waits between attempts; 1 when absent. */
  readonly waitFactor?: number;
  readonly clock: Clock;
  readonly entropy: (length: number) => Uint8Array;
  readonly warn: (text: string) => void;
}

export interface LiveOptions extends ConnectionOptions {
  readonly folder: RunFolder;
  readonly intervalMs: number;
  /** Aborts when the deadline of the run's end has passed. */
  readonly signal: AbortSignal;
  readonly onPlace: (url: string) => void;
  readonly onStop: () => void;
}

export interface UploadOutcome {
  readonly complete: boolean;
  readonly reason?: string;
  readonly url?: string;
}

/** Sends a run while it goes on, reading behind its log; what it cannot send stays there. */
export interface LiveUpload {
  /** Sends the rest after the log's end was written. */
  finish(): Promise<UploadOutcome>;
}

export function liveUpload(options: LiveOptions): LiveUpload {
  const { folder, clock, entropy, signal, warn, baseUrl, key, offline, userAgent, environment } = options;
  const http = createHttpClient({ clock, offline, entropy, userAgent, env: environment });
  const fd = openSync(folder.log, "r");
  const statePath = uploadStatePath(folder.log);
  const ending = new AbortController();
  let url: string | undefined;
  let failure: string | undefined;

  const uploader = new RunUploader({
    api: wandbApi({ http, baseUrl, key, signal }),
    reader: logReader(fd),
    folder: folder.path,
    state: readUploadState(statePath, baseUrl),
    save: (state) => writeUploadState(statePath, state),
    patience: {
      clock,
      signal,
      wake: ending.signal,
      // At the end of the run a server that fails is asked once more, then left to a later sync.
      get attempts() {
        return ending.signal.aborted ? ATTEMPTS_AT_END : Infinity;
      },
      random: () => (entropy(1)[0] ?? 0) / 256,
    },
    warn,
    onStop: options.onStop,
  });

  const noteFailure = (error: unknown): void => {
    failure = error instanceof ApiError ? hintFor(error) : (error as Error).message;
  };

  const announce = (): void => {
    if (url !== undefined || !uploader.place) return;
    url = runUrl(baseUrl, uploader.place, options.appUrl);
    options.onPlace(url);
  };

  const work = async (): Promise<void> => {
    let lastSign = clock.monotonic();
    while (!ending.signal.aborted) {
      await uploader.pump();
      announce();
      if (clock.monotonic() - lastSign >= HEARTBEAT_MS) {
        await uploader.heartbeat();
        lastSign = clock.monotonic();
      }
      await clock.sleep(Math.min(options.intervalMs, HEARTBEAT_MS), ending.signal).catch(() => undefined);
    }
  };
  const working = work().catch(noteFailure);

  return {
    async finish() {
      ending.abort();
      await working;
      try {
        if (failure === undefined) {
          await uploader.finish(1);
          announce();
        }
      } catch (error) {
        noteFailure(error);
      }
      await http[Symbol.asyncDispose]();
      closeSync(fd);
      const place = url === undefined ? {} : { url };
      if (signal.aborted) return { complete: false, reason: "the server was too slow", ...place };
      if (failure !== undefined) return { complete: false, reason: failure, ...place };
      if (uploader.missing.length > 0) return { complete: false, reason: "files are missing", ...place };
      writeFileSync(folder.syncedMark, "");
      return { complete: true, ...place };
    },
  };
}
