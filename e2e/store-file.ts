// Reads and damages a state folder from outside, without the product's code.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

interface Row {
  readonly id: string;
  readonly body: string;
}

/** The documents of a collection, in order of insertion; none where the collection was never opened. */
export function documentsOf<Document>(home: string, collection: string): Document[] {
  using database = new DatabaseSync(join(home, "store.db"), { readOnly: true });
  const table = `c_${collection}`;
  const known = database.prepare("SELECT name FROM sqlite_master WHERE name = ?").get(table);
  if (known === undefined) return [];
  const rows = database.prepare(`SELECT id, body FROM ${table} ORDER BY number`).all() as unknown as Row[];
  return rows.map(({ body }) => JSON.parse(body) as Document);
}

/** Says in header and facts that a later version of mlops wrote the store. */
export function makeStoreNewer(home: string, version: number): void {
  using database = new DatabaseSync(join(home, "store.db"));
  database.prepare("UPDATE store_facts SET fact = ? WHERE name = 'schemaVersion'").run(String(version));
  database.exec(`PRAGMA user_version = ${version}`);
}

/** Changes one digit inside the body of the newest document of a collection, and answers its id. */
export function damageNewestDocument(home: string, collection: string): string {
  using database = new DatabaseSync(join(home, "store.db"));
  const table = `c_${collection}`;
  const row = database.prepare(`SELECT id, body FROM ${table} ORDER BY number DESC LIMIT 1`).get() as unknown as Row;
  const body = row.body.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  database.prepare(`UPDATE ${table} SET body = ? WHERE id = ?`).run(body, row.id);
  return row.id;
}

/** Flips one bit in the middle of a blob's file. */
export function damageBlob(home: string, digest: string): void {
  const file = filesBelow(join(home, "blobs")).find((path) => path.endsWith(digest));
  if (file === undefined) throw new Error(`there is no blob ${digest}`);
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(file, bytes);
}

/** Every file of the folder that holds a text, whatever its kind. */
export function filesHolding(folder: string, text: string): string[] {
  return filesBelow(folder).filter((path) => readFileSync(path).includes(text));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
