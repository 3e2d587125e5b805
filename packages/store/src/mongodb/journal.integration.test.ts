import { randomBytes } from "node:crypto";

import { journalConformance } from "@mlops/conformance";
import { describe } from "vitest";

import { openJournal } from "../journal/store-journal.ts";
import { ShiftedClock } from "../journal/fixtures/temporary-home.ts";
import { currentProcess } from "../leases/process-identity.ts";
import { hasMongo } from "./fixtures/mongo-service.ts";
import { temporaryDatabase } from "./fixtures/open-mongo.ts";

describe.skipIf(!hasMongo)("over a server", () => {
  journalConformance({
    name: "mongodb",
    async open() {
      const clock = new ShiftedClock();
      const database = temporaryDatabase();
      const open = async () => {
        const store = await database.open({}, { clock, entropy: (length) => randomBytes(length) });
        return openJournal({ store, clock, process: currentProcess("test") });
      };
      return {
        first: await open(),
        second: await open(),
        [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
      };
    },
  });
});
