// Time from spawn to exit of the smallest commands, with Node's compile cache warm. `node bench/cli-startup.ts`
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const BAR_MS = 120;
const ROUNDS = 21;
const bin = fileURLToPath(new URL("../packages/cli/bin/mlops.js", import.meta.url));

function medianMilliseconds(args: readonly string[]): number {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`);
    // The first round fills the compile cache.
    if (round > 0) times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

const empty = medianMilliseconds(["-e", "0"]);
process.stdout.write(`node -e 0                  ${empty.toFixed(0).padStart(4)} ms\n`);
for (const line of [["--version"], ["--help"], ["config", "explain", "--help"]]) {
  const time = medianMilliseconds([bin, ...line]);
  const verdict = time <= BAR_MS ? "within" : "ABOVE";
  process.stdout.write(
    `mlops ${line.join(" ").padEnd(20)} ${time.toFixed(0).padStart(4)} ms  ${verdict} the bar of ${BAR_MS} ms, ${(time / empty).toFixed(1)} × an empty node\n`,
  );
}
