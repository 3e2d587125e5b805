import { deflateSync } from "node:zlib";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

import type { TrackedTable } from "@mlops/core";

import { openTrackedRun, type TrackedRun, type TrackedRunOptions } from "../run/tracked-run.ts";
import { describedEnvironment, describedRun } from "./described-run.ts";

export function summaryTable(columns: readonly string[], rows: TrackedTable["rows"]): TrackedTable {
  return { kind: "table", columns, rows, rowLevel: false };
}

/** Opens a run that is recorded for W&B below `folder`. */
export function openWandbRun(
  folder: string,
  wandb: Readonly<Record<string, unknown>> = {},
  over: Partial<TrackedRunOptions> = {},
): TrackedRun {
  return openTrackedRun({
    spoolFolder: join(folder, "spool"),
    run: describedRun({ group: "study", notes: "some notes" }),
    environment: describedEnvironment,
    trackers: [{ driver: "wandb", options: { root: folder, project: "demo", entity: "team", ...wandb } }],
    systemIntervalMs: 0,
    ...over,
  });
}

/** Logs one of everything. */
export function logEverything(run: TrackedRun, folder: string): void {
  run.defineMetric({ name: "epoch" });
  run.defineMetric({ name: "val/*", stepMetric: "epoch" });
  run.defineMetric({ name: "loss", stepMetric: "epoch", summary: ["min", "last"], goal: "minimize" });
  run.output("stdout", "to stdout\n");
  run.output("stderr", "to stderr\n");
  for (let epoch = 0; epoch < 4; epoch++) {
    const accuracy = epoch === 1 ? NaN : epoch / 10;
    run.log({
      loss: 1 / (epoch + 1),
      epoch,
      "val/acc": accuracy,
      up: Infinity,
      flag: true,
      text: "텍스트",
      none: null,
    });
  }
  run.log({ histogram: { kind: "histogram", counts: [1, 2, 3], edges: [0, 1, 2, 3] } });
  run.log({
    table: summaryTable(
      ["feature", "score"],
      [
        ["a", 0.5],
        ["b", null],
      ],
    ),
  });
  const importance = summaryTable(
    ["feature_name", "importance_score"],
    [
      ["a", 0.5],
      ["b", 0.25],
    ],
  );
  run.log({
    bars: { kind: "plot", shape: "bar", title: "T", table: importance, x: "feature_name", y: "importance_score" },
  });
  const image = join(folder, "image.png");
  writeFileSync(image, pngOfOnePixel());
  run.log({ "images/one": { kind: "image", path: image, caption: "red" } });
  const note = join(folder, "note.txt");
  writeFileSync(note, "a note\n");
  run.file(note, "notes/note.txt");
  run.config({ later: { learned: 1 } });
  run.alert({ title: "Late", text: "The run is late.", level: "warn" });
  run.summary({ best: 0.25 });
}

function pngOfOnePixel(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc32(body), body.length + 4);
    return frame;
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const pixels = deflateSync(Buffer.from([0, 255, 0, 0]));
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}
