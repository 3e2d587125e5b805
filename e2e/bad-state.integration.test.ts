/* oxlint-disable vitest/expect-expect -- the assertions are those of expectFailure and expectFailureAndSoundStore */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { answerOf, expectFailure } from "./answers.ts";
import { bin, type CommandResult, execute, mlops } from "./command.ts";
import { listRuns } from "./runs.ts";
import { damageBlob, damageNewestDocument, makeStoreNewer } from "./store-file.ts";
import { expectFailureAndSoundStore, later, type TrainedWorld, trainedWorld } from "./trained-world.ts";
import { hours, instantOf } from "./weather-file.ts";

/** Runs a program with mounts of its own, which end with it. */
const ownMounts = { program: "unshare", args: ["-m", "sh", "-c"] };

let world: TrainedWorld;

beforeAll(async () => {
  world = await trainedWorld();
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

describe.concurrent("the state folder", () => {
  test("below a regular file", async () => {
    const home = join(world.folder, "weather.csv", "home");
    const result = await mlops(["realtime", ...world.source, "--at", later, "--home", home, "--json"]);
    expectFailure(result, { exit: 6, code: "STORE_UNAVAILABLE", names: [home], hint: "--home" });
  });

  test.skipIf(!mountsReadOnly())("on a read-only disk (skipped where mounting is not allowed)", async () => {
    const home = await world.home();
    const command = (args: readonly string[]): Promise<CommandResult> =>
      execute(ownMounts.program, [...ownMounts.args, mountAndRun, "sh", home, process.execPath, bin, ...args]);
    const mountAndRun = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"';
    const args = ["realtime", ...world.source, "--at", later, "--home", home, "--json"];
    await expectFailureAndSoundStore(home, command(args), {
      exit: 6,
      code: "PERMISSION_DENIED",
      names: [home],
      hint: "--home",
    });
    expect(answerOf(await mlops(args))).toMatchObject({ status: "ok" });
  });

  test("written by a newer version", async () => {
    const home = await world.home();
    makeStoreNewer(home, 99);
    const expected = { exit: 6, code: "STORE_VERSION_NEWER", names: [home, "99"] };
    expectFailure(await mlops(["realtime", ...world.source, "--at", later, "--home", home, "--json"]), expected);
    expectFailure(await mlops(["runs", "list", "--home", home, "--json"]), expected);
    makeStoreNewer(home, 1);
    expect(await listRuns(home)).toHaveLength(1);
  });

  test("with a damaged model: an error, never a prediction", async () => {
    const home = await world.home();
    damageBlob(home, world.digest);
    await expectFailureAndSoundStore(
      home,
      mlops(["realtime", ...world.source, "--at", later, "--home", home, "--json"]),
      {
        exit: 1,
        code: "STORE_BLOB_DAMAGED",
        names: [world.digest],
      },
    );
  });

  test("with a damaged document: an error that names it, never another value", async () => {
    const home = await world.home();
    const observation = damageNewestDocument(home, "weather_observations");
    const at = instantOf(hours - 47);
    await expectFailureAndSoundStore(home, mlops(["realtime", ...world.source, "--at", at, "--home", home, "--json"]), {
      exit: 1,
      code: "STORE_DOCUMENT_DAMAGED",
      names: [observation, "weather_observations"],
      hint: "fsck",
    });
    const alias = damageNewestDocument(home, "model_aliases");
    await expectFailureAndSoundStore(
      home,
      mlops(["realtime", ...world.source, "--at", later, "--home", home, "--json"]),
      {
        exit: 1,
        code: "STORE_DOCUMENT_DAMAGED",
        names: [alias],
      },
    );
  });
});

function mountsReadOnly(): boolean {
  const script = "mount -t tmpfs -o ro none /mnt && ! touch /mnt/probe 2>/dev/null";
  return process.platform === "linux" && spawnSync(ownMounts.program, [...ownMounts.args, script]).status === 0;
}
