import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { runMlops, temporaryFolder } from "../testing/run-mlops.ts";

const document = fileURLToPath(new URL("../../../../docs/backup-and-restore.md", import.meta.url));
const bin = fileURLToPath(new URL("../../bin/mlops.js", import.meta.url));

test("the commands of docs/backup-and-restore.md work, in their order", { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder();
  const project = join(folder.path, "project");
  await mkdir(project);
  expect((await runMlops(["realtime", "--offline"], { cwd: project })).exitCode).toBe(0);

  const blocks = [...(await readFile(document, "utf8")).matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThan(6);
  await writeFile(join(folder.path, "mlops"), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`);
  await chmod(join(folder.path, "mlops"), 0o755);
  const bash = spawn("bash", ["-euxo", "pipefail", "-c", blocks.join("\n")], {
    cwd: project,
    env: { PATH: [folder.path, process.env["PATH"]].join(delimiter), HOME: folder.path, MLOPS_OFFLINE: "1" },
  });
  let [output, errors] = ["", ""];
  bash.stdout.on("data", (chunk) => (output += String(chunk)));
  bash.stderr.on("data", (chunk) => (errors += String(chunk)));
  const [exitCode] = (await once(bash, "close")) as [number | null];
  expect({ exitCode, errors: exitCode === 0 ? "" : errors }).toEqual({ exitCode: 0, errors: "" });

  expect(output.match(/backed up/g)).toHaveLength(2);
  expect(output.match(/No damage found/g)).toHaveLength(2);
  expect(output.match(/realtime/g)?.length).toBeGreaterThanOrEqual(3);
});
