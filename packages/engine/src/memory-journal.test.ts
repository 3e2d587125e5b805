import { journalConformance } from "@mlops/conformance";
import type { Clock } from "@mlops/core";

import { journalMemory, memoryJournal } from "./memory-journal.ts";

const clock: Clock = {
  now: () => 0,
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async () => undefined,
};

journalConformance({
  name: "memory",
  async open() {
    const memory = journalMemory();
    const process = (pid: number) => ({ host: "here", pid, token: String(pid), purpose: "test" });
    return {
      first: memoryJournal({ clock, memory, process: process(1) }),
      second: memoryJournal({ clock, memory, process: process(2) }),
      async [Symbol.asyncDispose]() {
        memory.runs.clear();
      },
    };
  },
});
