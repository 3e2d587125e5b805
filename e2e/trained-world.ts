import { cp } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "vitest";

import { answerOf, expectFailure, type ExpectedFailure } from "./answers.ts";
import { type CommandResult, mlops, temporaryFolder } from "./command.ts";
import { listRuns } from "./runs.ts";
import { fileSource, hours, instantOf, writeWeather } from "./weather-file.ts";

/** When the model of a trained state folder was trained, and an instant at which it may predict. */
export const trainedAt = instantOf(hours - 48);
export const later = instantOf(hours - 12);

/** A file of weather and state folders in which a model was trained on it. */
export interface TrainedWorld extends AsyncDisposable {
  readonly folder: string;
  /** Flags that read the file. */
  readonly source: readonly string[];
  /** Digest of the trained model. */
  readonly digest: string;
  /** A path that nothing has yet. */
  place(name: string): string;
  /** A state folder of its own. */
  home(): Promise<string>;
}

export async function trainedWorld(): Promise<TrainedWorld> {
  const folder = await temporaryFolder();
  const file = join(folder.path, "weather.csv");
  await writeWeather(file);
  const source = fileSource(file);
  const trained = join(folder.path, "trained");
  const training = await mlops(["train", ...source, "--at", trainedAt, "--home", trained, "--json"]);
  const { model } = answerOf(training) as { readonly model: { readonly digest: string } };
  let made = 0;
  const place = (name: string): string => join(folder.path, `${name}-${(made += 1)}`);
  return {
    folder: folder.path,
    source,
    digest: model.digest,
    place,
    async home() {
      const home = place("home");
      await cp(trained, home, { recursive: true });
      return home;
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** The command fails as expected, no run is left open, and the store goes on to work. */
export async function expectFailureAndSoundStore(
  home: string,
  command: Promise<CommandResult>,
  expected: ExpectedFailure,
): Promise<void> {
  expectFailure(await command, expected);
  const states = new Set((await listRuns(home)).map(({ status }) => status));
  expect(states.difference(new Set(["succeeded", "failed"]))).toEqual(new Set());
}
