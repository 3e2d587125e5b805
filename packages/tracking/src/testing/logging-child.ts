// Logs numbered rows until it is killed, and says on stdout which number it has logged, and when.
import { writeSync } from "node:fs";

import { openTrackedRun } from "../run/tracked-run.ts";
import { describedEnvironment, describedRun } from "./described-run.ts";

const [spoolFolder = "", trackers = "[]", pauseMs = "1"] = process.argv.slice(2);
const run = openTrackedRun({
  spoolFolder,
  run: describedRun(),
  environment: describedEnvironment,
  trackers: JSON.parse(trackers) as [],
  systemIntervalMs: 0,
});
for (let number = 0; ; number++) {
  run.log({ number, loss: 1 / (number + 1) });
  writeSync(1, `${number} ${Date.now()}\n`);
  // Busy waiting: the thread that writes gets no help from this one's event loop.
  const until = performance.now() + Number(pauseMs);
  while (performance.now() < until);
}
