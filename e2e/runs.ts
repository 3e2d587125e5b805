import { expect } from "vitest";

import { answerOf } from "./answers.ts";
import { mlops } from "./command.ts";
import { documentsOf } from "./store-file.ts";

export interface ListedRun {
  readonly runId: string;
  readonly kind: string;
  readonly status: "running" | "succeeded" | "failed" | "interrupted" | "cancelled";
}

export interface Step {
  readonly name: string;
  readonly status: "succeeded" | "failed" | "running" | "interrupted";
  readonly attempt: number;
  readonly startedAt: string;
}

export interface Resumed {
  readonly runId: string;
  readonly origin: string;
  readonly run: ListedRun;
  readonly steps: readonly Step[];
  readonly result: unknown;
}

/** Newest first. */
export async function listRuns(home: string): Promise<readonly ListedRun[]> {
  const listed = await mlops(["runs", "list", "--home", home, "--json"]);
  return (answerOf(listed) as { readonly runs: readonly ListedRun[] }).runs;
}

export async function stepsOf(home: string, runId: string): Promise<readonly Step[]> {
  const status = await mlops(["pipeline", "status", runId, "--home", home, "--json"]);
  return (answerOf(status) as { readonly steps: readonly Step[] }).steps;
}

export async function resumeLatest(home: string): Promise<Resumed> {
  return answerOf(await mlops(["pipeline", "resume", "latest", "--home", home, "--json"])) as Resumed;
}

interface VersionDocument {
  readonly name: string;
  readonly version: number;
  readonly runId: string;
  readonly dataDigest: string;
}

interface AliasDocument {
  readonly name: string;
  readonly alias: string;
  readonly number: number;
  readonly version: number;
  readonly previous: number | null;
  readonly runId: string;
}

interface PredictionDocument {
  readonly runId: string;
  readonly role: "primary" | "shadow";
  readonly value: number | null;
}

export const versionsOf = (home: string): VersionDocument[] => documentsOf(home, "model_versions");
export const predictionsOf = (home: string): PredictionDocument[] => documentsOf(home, "weather_predictions");

/** Versions and alias moves are numbered from 1 without gaps, one version a run, each move from where the last ended. */
export function expectDenseRegistry(home: string): AliasDocument[] {
  const versions = versionsOf(home);
  expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
  expect(new Set(versions.map(({ runId }) => runId)).size).toBe(versions.length);
  const moves = documentsOf<AliasDocument>(home, "model_aliases");
  moves.forEach((move, index) => {
    expect(move).toMatchObject({ alias: "champion", number: index + 1, previous: moves[index - 1]?.version ?? null });
    expect(versions.find(({ version }) => version === move.version)?.runId).toBe(move.runId);
  });
  expect(new Set(moves.map(({ runId }) => runId)).size).toBe(moves.length);
  return moves;
}
