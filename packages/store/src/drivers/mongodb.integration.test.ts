import { storeConformance } from "@mlops/conformance";
import { describe } from "vitest";

import { dropDatabase, freshDatabase, hasMongo, isFerret } from "../mongodb/fixtures/mongo-service.ts";
import mongodb from "./mongodb.ts";

/** What FerretDB 1 with its SQLite backend does otherwise than MongoDB. */
const ferretDeviations = {
  "a unique index lets one document have a value, missing included":
    "its unique indexes are SQLite's, which take a missing value for unequal to another one",
  'a field named "say \\"x\\"" is stored, found, sorted by and changed': "it puts names into SQL without escapes",
  'a field named "back\\\\slash" is stored, found, sorted by and changed': "it puts names into JSON without escapes",
};

describe.skipIf(!hasMongo)("a server that speaks MongoDB's protocol", () => {
  storeConformance({
    name: "mongodb",
    driver: mongodb,
    driverModule: new URL("./mongodb.ts", import.meta.url).href,
    newOptions: () => freshDatabase(),
    removeStore: (options) => dropDatabase(mongodb.options.parse(options).database),
    deviations: isFerret ? ferretDeviations : {},
  });
});
