import { defineStoreDriver } from "@mlops/core";

import { migrate } from "../mongodb/migrations.ts";
import { translateMongoError } from "../mongodb/mongo-errors.ts";
import { mongoOptions } from "../mongodb/mongo-options.ts";
import { MongoSession } from "../mongodb/mongo-session.ts";
import { MongoStore } from "../mongodb/mongo-store.ts";
import { openClient } from "../mongodb/open-client.ts";
import { readServerFacts } from "../mongodb/server-facts.ts";

/** Documents in a database of MongoDB, blobs in GridFS: any number of processes on any number of machines. */
export default defineStoreDriver({
  name: "mongodb",
  summary: "A database of a MongoDB server: documents in collections, blobs in GridFS.",
  options: mongoOptions,
  async open(options, context) {
    const { client, database: name, location } = openClient(options);
    try {
      await client.connect();
      const database = client.db(name);
      const server = await readServerFacts(database);
      await migrate(database, location, context);
      const patience = options.timeout_seconds * 1000;
      return new MongoStore(new MongoSession({ client, database, location, server, patience, context }));
    } catch (error) {
      await client.close();
      throw translateMongoError(error, location);
    }
  },
});
