import { type JsonObject, MlopsError } from "@mlops/core";
import { MongoBulkWriteError, type WriteError } from "mongodb";

import { byId, type CollectionAccess } from "./collection-access.ts";
import { isDuplicateKey } from "./mongo-errors.ts";
import { fromStored, MARK_FIELD, toStored } from "./stored-document.ts";

/** A document whose id was taken and that is gone when it is read was deleted in between; so often it cannot be. */
const MOST_ROUNDS = 20;
const FIRST_REVISION = 1;

export interface InsertAnswer {
  readonly inserted: boolean;
  /** The document that has the id now. */
  readonly found: JsonObject;
}

/**
 * Inserts unless the id is taken, and reads the winner then. The write's token is stored with the document: where the
 * first attempt was done and its answer was lost, the second one finds its own token and knows that it won.
 *
 * @throws MlopsError STORE_DUPLICATE_KEY where a unique index refuses the document
 */
export async function insertOne(access: CollectionAccess, id: string, text: string): Promise<InsertAnswer> {
  const { session, native, place, layout } = access;
  const write = session.newWrite();
  const stored = toStored(place.collection, id, text, layout, { revision: FIRST_REVISION, write });
  for (let round = 1; ; round += 1) {
    const refusal = await session.runUntilAnswered(async () => {
      try {
        await native.insertOne({ ...stored });
        return undefined;
      } catch (error) {
        if (isDuplicateKey(error)) return error;
        throw error;
      }
    });
    if (refusal === undefined) return { inserted: true, found: JSON.parse(text) as JsonObject };
    const winner = await session.run(() => native.findOne(byId(id)));
    if (winner !== null) {
      const { document, mark } = fromStored(place, winner);
      return { inserted: mark.write === write, found: document };
    }
    if (concernsAnotherIndex(refusal) || round >= MOST_ROUNDS) throw taken(access, id, refusal);
  }
}

/**
 * Inserts those whose ids are free, in as few round trips as the server's message size allows; answers which they were.
 * Of several documents of one id the first one counts.
 */
export async function insertMany(
  access: CollectionAccess,
  texts: readonly (readonly [id: string, text: string])[],
): Promise<readonly boolean[]> {
  if (texts.length === 0) return [];
  const { session, native, place, layout } = access;
  const write = session.newWrite();
  const firsts = new Map<string, number>();
  for (const [index, [id]] of texts.entries()) if (!firsts.has(id)) firsts.set(id, index);
  const chosen = [...firsts.values()];
  const documents = texts.map(([id, text]) =>
    toStored(place.collection, id, text, layout, { revision: FIRST_REVISION, write }),
  );
  const { refusals, repeated } = await session.runUntilAnswered(async (_, earlierLost) => {
    const batch = chosen.flatMap((index) => documents[index] ?? []);
    return { refusals: await refusalsOf(() => native.insertMany(batch, { ordered: false })), repeated: earlierLost };
  });
  const refused = new Map(refusals.flatMap((each) => [[chosen[each.index], each] as const]));
  const holders = await holdersOf(
    access,
    [...refused.keys()].flatMap((index) => (index === undefined ? [] : (texts[index]?.[0] ?? []))),
  );
  return texts.map(([id], index) => {
    if (firsts.get(id) !== index) return false;
    const refusal = refused.get(index);
    if (refusal === undefined) return true;
    const holder = holders.get(id);
    if (holder === undefined) throw taken(access, id, refusal);
    return repeated && holder === write;
  });
}

async function refusalsOf(insert: () => Promise<unknown>): Promise<readonly WriteError[]> {
  try {
    await insert();
    return [];
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || !isDuplicateKey(error)) throw error;
    const errors = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
    if (errors.some(({ code }) => code !== error.code)) throw error;
    return errors;
  }
}

/** The tokens of the writes that made the documents of these ids. */
async function holdersOf({ session, native }: CollectionAccess, ids: readonly string[]): Promise<Map<string, unknown>> {
  if (ids.length === 0) return new Map();
  const projection = { [`${MARK_FIELD}.write`]: 1 };
  const filter = { _id: { $in: [...ids] } } as object;
  const found = await session.run(() => native.find(filter, { projection }).toArray());
  return new Map(
    found.map((stored) => {
      const mark: unknown = stored[MARK_FIELD];
      return [String(stored["_id"]), typeof mark === "object" && mark !== null && "write" in mark ? mark.write : null];
    }),
  );
}

function concernsAnotherIndex(error: object): boolean {
  const fields = fieldsOf(error);
  return fields.length > 0 && !fields.includes("_id");
}

/** The fields of the index that refused a document; none where the server does not name them. */
function fieldsOf(error: object): readonly string[] {
  const keyPattern = "keyPattern" in error && typeof error.keyPattern === "object" ? error.keyPattern : null;
  return Object.keys(keyPattern ?? {});
}

export function taken({ place }: CollectionAccess, id: string, error: object): MlopsError {
  const fields = fieldsOf(error);
  const what = fields.length === 0 ? "a value that is to be unique" : `the same value of ${fields.join(", ")}`;
  return new MlopsError(
    "STORE_DUPLICATE_KEY",
    `Collection "${place.collection}" already holds a document with ${what}: "${id}" was refused.`,
    { cause: error, details: { collection: place.collection, id, fields } },
  );
}
