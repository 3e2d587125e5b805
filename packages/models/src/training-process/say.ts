import { writeSync } from "node:fs";

import { channels, type TrainingMessage } from "./training-message.ts";

/** Says something to the parent at once, also from code that never gives the event loop a turn. */
export function say(message: TrainingMessage): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(channels.messages, bytes, done);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      // The pipe is full: the parent is busy.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
