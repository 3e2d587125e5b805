import { journalConformance } from "@mlops/conformance";

import { currentProcess } from "../leases/process-identity.ts";
import { temporaryHome } from "./fixtures/temporary-home.ts";
import { openJournal } from "./store-journal.ts";

journalConformance({
  name: "sqlite",
  async open() {
    const home = await temporaryHome();
    const open = () => openJournal({ store: home.store, clock: home.clock, process: currentProcess("test") });
    return { first: open(), second: open(), [Symbol.asyncDispose]: () => home[Symbol.asyncDispose]() };
  },
});
